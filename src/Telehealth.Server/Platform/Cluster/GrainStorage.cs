using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Where grains keep what the log does not: state whose loss harms nobody. A write does not wait for the disk, so the last moments before
/// the database falls may be forgotten. Never for anything that somebody was told is done.
/// </summary>
internal static class GrainStorage
{
    /// <summary>What grains call it.</summary>
    public const string Name = "forgettable";

    public static ISiloBuilder AddGrainStorage(this ISiloBuilder silo) => silo.AddAdoNetGrainStorage(
        Name,
        (OptionsBuilder<AdoNetGrainStorageOptions> storage) => storage.Configure<SiloDatabase>((options, database) =>
        {
            options.Invariant = "Npgsql";
            options.DataSource = database.GrainState;
            options.GrainStorageSerializer = new GrainStateJson();
        }));
}
