using System.ComponentModel.DataAnnotations;

namespace Telehealth.Server.Platform.Entities;

/// <summary>Section <c>Entities</c>.</summary>
internal sealed class EntityOptions
{
    public const string Section = "Entities";

    /// <summary>
    /// How long a command waits for a grain on another node. Then it goes to the log from here, under the same id: a node that died or
    /// hangs costs nobody more than this.
    /// </summary>
    public TimeSpan BypassAfter { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Commands that may go past their grain at the same time; any more wait for it, so that a slow moment does not become two.
    /// </summary>
    [Range(1, 10_000)]
    public int BypassesAtOnce { get; set; } = 64;

    /// <summary>For how long a node that let a command wait is not asked first, unless the cluster has decided about it before.</summary>
    public TimeSpan SuspectFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Commands that may wait for one entity; the next is refused with <c>entity.busy</c>.</summary>
    [Range(1, 100_000)]
    public int WaitingCommands { get; set; } = 512;
}
