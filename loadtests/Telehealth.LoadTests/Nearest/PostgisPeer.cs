using System.Globalization;
using Npgsql;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Nearest;

/// <summary>PostGIS with an index on geography and the same filter, over a socket file, one prepared statement on one connection.</summary>
internal sealed class PostgisPeer : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin/";
    private const string User = "postgres";

    private readonly DirectoryInfo _folder = Peer.NewFolder();
    private readonly Peer _server;
    private readonly NpgsqlConnection _connection;

    public PostgisPeer()
    {
        var data = Path.Combine(_folder.FullName, "data");
        if (Environment.UserName == "root")
            Peer.Run("chown", User, _folder.FullName);
        RunAsUser("initdb", "-D", data, "-U", User, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        _server = Peer.Start(
            AsUser[0],
            [
                .. AsUser[1..],
                Programs + "postgres",
                "-D",
                data,
                "-k",
                _folder.FullName,
                "-c", "listen_addresses=", "-c", "shared_buffers=256MB", "-c", "work_mem=64MB", "-c", "fsync=off", "-c", "jit=off", "-c",
                "autovacuum=off",
            ]);
        _connection = Peer.Patiently(() =>
        {
            var connection = new NpgsqlConnection($"Host={_folder.FullName};Username={User};Database=postgres;Pooling=false");
            connection.Open();
            return connection;
        });
    }

    private static string[] AsUser =>
        Environment.UserName == "root" ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"] : ["env"];

    public double Load(Fleet fleet)
    {
        Do(
            "CREATE EXTENSION postgis; CREATE TABLE units (id int PRIMARY KEY, available bool NOT NULL, skills int NOT NULL, place geography(Point, 4326) NOT NULL)");
        using (var rows = _connection.BeginTextImport("COPY units FROM STDIN"))
        {
            for (var unit = 0; unit < fleet.Ids.Length; unit++)
            {
                rows.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{unit}\t{fleet.IsAvailable(unit)}\t{(int)fleet.Held[unit]}\tSRID=4326;POINT({fleet.Places[unit].Longitude:F7} {fleet.Places[unit].Latitude:F7})\n"));
            }
        }

        Do("CREATE INDEX ON units USING gist (place)");
        Do("VACUUM ANALYZE units");
        using var size = new NpgsqlCommand("SELECT pg_total_relation_size('units')", _connection);
        return (long)size.ExecuteScalar()! / 1048576.0;
    }

    /// <summary>Queries a second of the backend's CPU time.</summary>
    public double Search(IReadOnlyList<(GeoPoint Point, Skills Needed)> queries)
    {
        using var search = new NpgsqlCommand(
            "SELECT id FROM units WHERE available AND skills & $1 = $1 ORDER BY place <-> ST_SetSRID(ST_MakePoint($2, $3), 4326)::geography LIMIT 5",
            _connection)
        {
            Parameters = { new NpgsqlParameter<int>(), new NpgsqlParameter<double>(), new NpgsqlParameter<double>() },
        };
        search.Prepare();
        var before = CpuTime.OfProcess(_connection.ProcessID);
        foreach (var (point, needed) in queries)
        {
            search.Parameters[0].Value = (int)needed;
            search.Parameters[1].Value = point.Longitude;
            search.Parameters[2].Value = point.Latitude;
            using var rows = search.ExecuteReader();
            while (rows.Read())
            {
                // All five are taken, as somebody who asked would.
            }
        }

        return queries.Count / (CpuTime.OfProcess(_connection.ProcessID) - before).TotalSeconds;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void RunAsUser(string program, params string[] arguments) =>
        Peer.Run(AsUser[0], [.. AsUser[1..], Programs + program, .. arguments]);

    private void Do(string statement)
    {
        using var command = new NpgsqlCommand(statement, _connection);
        command.ExecuteNonQuery();
    }
}
