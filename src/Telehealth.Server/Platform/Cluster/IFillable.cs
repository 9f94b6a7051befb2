namespace Telehealth.Server.Platform.Cluster;

/// <summary>Something of this node that has a limit, beyond which new grains of a kind belong to another node.</summary>
internal interface IFillable
{
    /// <summary>The kind of grain, by the name of its type.</summary>
    string GrainType { get; }

    /// <summary>Whether another one might not find its place any more. Any thread may ask.</summary>
    bool IsFull { get; }
}
