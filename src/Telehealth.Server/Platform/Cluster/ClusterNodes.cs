using System.Runtime.CompilerServices;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Which nodes there are, by names of at most 100 characters of ASCII that are never used again: a server that starts anew is another
/// node. Any thread may call, once the silo has started.
/// </summary>
internal sealed class ClusterNodes(IServiceProvider services)
{
    private string? _self;
    private Known _known = new(MembershipVersion.MinValue, []);

    /// <summary>This node.</summary>
    public string Self => _self ??= services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString();

    private IClusterMembershipService Membership => services.GetRequiredService<IClusterMembershipService>();

    /// <summary>The others that are at work.</summary>
    public IReadOnlyList<string> Others
    {
        get
        {
            var (known, now) = (Volatile.Read(ref _known), Membership.CurrentSnapshot);
            if (known.Version == now.Version)
                return known.Others;
            var others = now.Members.Values.Where(member => member.Status == SiloStatus.Active)
                .Select(member => member.SiloAddress.ToParsableString()).Where(node => node != Self);
            Volatile.Write(ref _known, known = new Known(now.Version, [.. others]));
            return known.Others;
        }
    }

    /// <summary>Whether it is one of the others and at work. Any text may be asked for.</summary>
    public bool Knows(string node) => Others.Contains(node, StringComparer.Ordinal);

    /// <summary>Whether a node has ended or is ending. One that has not been heard of yet may only be coming.</summary>
    public bool IsGone(string node) => Membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(node))
        is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead;

    /// <summary>Yields whenever a node has come or gone, and once at first.</summary>
    public async IAsyncEnumerable<ClusterNodes> Changes([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var _ in Membership.MembershipUpdates.WithCancellation(ct))
            yield return this;
    }

    private sealed record Known(MembershipVersion Version, IReadOnlyList<string> Others);
}
