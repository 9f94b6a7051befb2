namespace Telehealth.Testing.Nodes;

/// <summary>A command that was answered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sender">Whoever sent it.</param>
/// <param name="Node">To whom it was sent first; an answer may be another node's.</param>
/// <param name="Began">When it was sent for the first time.</param>
/// <param name="At">When it was answered.</param>
public sealed record AcknowledgedCommand(Guid Id, object Sender, NodeProcess? Node, long Began, long At);
