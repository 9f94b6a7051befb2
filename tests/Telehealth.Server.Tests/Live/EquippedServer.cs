namespace Telehealth.Server.Tests.Live;

/// <summary>A server with hospitals that want to be told, areas, posts and a routing server: what a service configures.</summary>
public sealed class EquippedServer : IAsyncLifetime
{
    internal const string Secret = "a secret of more than thirty-two characters";

    private readonly string _areas = Path.Combine(Path.GetTempPath(), $"telehealth-areas-{Guid.NewGuid():N}.geojson");
    private ServerHost? _host;
    private LocalEndpoint? _hospital;
    private LocalEndpoint? _osrm;

    internal ServerHost Host => _host!;

    internal LocalEndpoint Hospital => _hospital!;

    internal LocalEndpoint Osrm => _osrm!;

    public async ValueTask InitializeAsync()
    {
        _hospital = await LocalEndpoint.Start();
        _osrm = await LocalEndpoint.Start();
        await File.WriteAllTextAsync(_areas, AreaFile.Text);
        _host = new ServerHost { Settings = Settings(_hospital.Address, _osrm.Address) };
        await _host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Hospital.DisposeAsync();
        await Osrm.DisposeAsync();
        File.Delete(_areas);
    }

    private Dictionary<string, string?> Settings(Uri hospital, Uri osrm)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Dispatching:AreasFile"] = _areas,
            ["Dispatching:OsrmUrl"] = osrm.AbsoluteUri,
            ["Dispatching:StalledAfter"] = "00:00:01",
            ["Hospitals:PreAlertSecret"] = Secret,
            ["Hospitals:PreAlertTick"] = "00:00:00.050",
            ["Hospitals:PreAlertRetryAfter"] = "00:00:00.050",
            ["Hospitals:PreAlertWithin"] = "00:00:01",
            ["Hospitals:PreAlertTries"] = "3",
        };
        Add("near", "Near Hospital", Help.North(1_200), "EmergencyDepartment, Cardiac", new Uri(hospital, "near").AbsoluteUri);
        Add("north", "North Hospital", Help.North(2_200), "EmergencyDepartment, Cardiac", new Uri(hospital, "north").AbsoluteUri);
        Add("small", "Small Hospital", Help.North(600), "EmergencyDepartment", null);
        Add("quiet", "Quiet Hospital", Help.North(3_000), "EmergencyDepartment, Cardiac", null);
        return settings;

        void Add(string code, string name, Telehealth.Domain.Geo.GeoPoint place, string capabilities, string? url)
        {
            var entry = $"Hospitals:List:{settings.Count(setting => setting.Key.EndsWith(":Code", StringComparison.Ordinal))}";
            settings[$"{entry}:Code"] = code;
            settings[$"{entry}:Name"] = name;
            settings[$"{entry}:Latitude"] = place.Latitude.ToString(System.Globalization.CultureInfo.InvariantCulture);
            settings[$"{entry}:Longitude"] = place.Longitude.ToString(System.Globalization.CultureInfo.InvariantCulture);
            settings[$"{entry}:Capabilities"] = capabilities;
            settings[$"{entry}:Telephone"] = "+49 731 555";
            settings[$"{entry}:PreAlertUrl"] = url;
        }
    }
}

[CollectionDefinition(nameof(EquippedServer))]
public sealed class EquippedServers : ICollectionFixture<EquippedServer>;

/// <summary>A test on the equipped server: it begins with nothing open and nobody on shift.</summary>
[Collection(nameof(EquippedServer))]
public abstract class EquippedTest(EquippedServer server) : IAsyncLifetime
{
    private protected EquippedServer Server { get; } = server;

    private protected ServerHost Host => Server.Host;

    public ValueTask InitializeAsync()
    {
        Server.Hospital.Answer = _ => Task.CompletedTask;
        Server.Osrm.Answer = _ => Task.CompletedTask;
        return new(Host.Clear());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
