using System.Runtime.CompilerServices;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Which nodes there are, by names that are never used again: a server that starts anew is another node. Any thread may call, once the
/// silo has started.
/// </summary>
internal sealed class ClusterNodes(IServiceProvider services)
{
    private string? _self;

    /// <summary>This node.</summary>
    public string Self => _self ??= services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString();

    private IClusterMembershipService Membership => services.GetRequiredService<IClusterMembershipService>();

    /// <summary>Whether a node is at work, as far as this one knows. One that has not been heard of yet may be.</summary>
    public bool IsGone(string node) => Membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(node))
        is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead;

    /// <summary>Yields whenever a node has come or gone, and once at first.</summary>
    public async IAsyncEnumerable<ClusterNodes> Changes([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var _ in Membership.MembershipUpdates.WithCancellation(ct))
            yield return this;
    }
}
