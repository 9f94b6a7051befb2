namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>Where events go. Called for many entities at once, and for one entity never before its last event was confirmed.</summary>
internal interface IEventTarget
{
    /// <summary>What a log may call it: no user, no password.</summary>
    string Name { get; }

    /// <summary>Comes back when the target has confirmed that it keeps the event; an exception means that it may not have it.</summary>
    Task Publish(CloudEvent outgoing, CancellationToken ct);

    /// <summary>Why a try failed, in words that a log may have.</summary>
    string ReasonOf(Exception cause);

    /// <summary>Whether the target would refuse the same event for ever, so that those behind it must not wait for it.</summary>
    bool IsForEver(Exception cause);
}
