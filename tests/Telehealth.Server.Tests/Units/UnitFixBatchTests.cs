using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Tests.Units;

/// <summary>The form in which fixes cross between nodes.</summary>
public sealed class UnitFixBatchTests(ITestOutputHelper output)
{
    private const string Sender = "127.0.0.1:20001@512345678";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly UnitId Anybody = new(new Guid(1, 0, 0, new byte[8]));

    [Fact]
    public void What_the_filter_believed_arrives_to_the_last_digit()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var sent = Enumerable.Range(0, UnitFixBatch.MostFixes).Select(number => Believed(random, number % 3)).ToList();

        var batch = UnitFixBatch.Write(Sender, sent);

        Assert.Equal(Sender, UnitFixBatch.SenderOf(batch));
        Assert.Equal(sent.OrderBy(Order), UnitFixBatch.Read(batch)!.OrderBy(Order));
    }

    [Fact]
    public void A_batch_that_is_cut_has_no_fixes_wherever_it_was_cut()
    {
        var random = new Random(1);
        var batch = UnitFixBatch.Write(Sender, [Believed(random, 1), Believed(random, 1), Believed(random, 2)]);

        for (var length = 0; length < batch.Length; length++)
        {
            // Between two tenants a batch could end.
            if (length != batch.Length - 18 - 38)
                Assert.Null(UnitFixBatch.Read(batch.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_batch_that_is_longer_than_it_says_or_than_any_may_be_has_no_fixes()
    {
        var random = new Random(1);
        var batch = UnitFixBatch.Write(Sender, [Believed(random, 1)]);
        var most = Enumerable.Range(0, UnitFixBatch.MostFixes + 1).Select(_ => Believed(random, 1)).ToList();

        Assert.Null(UnitFixBatch.Read([.. batch, 0]));
        Assert.Null(UnitFixBatch.Read([.. batch, .. new byte[18]]));
        Assert.Null(UnitFixBatch.Read(UnitFixBatch.Write(Sender, most)));
        Assert.Null(UnitFixBatch.Read(new byte[10_000_000]));
    }

    [Fact]
    public void Bytes_that_are_anything_are_read_without_an_exception_and_give_no_fix_that_a_filter_would_refuse()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var batch = UnitFixBatch.Write(Sender, [Believed(random, 1), Believed(random, 2)]);
            for (var flips = random.Next(1, 20); flips > 0; flips--)
                batch[random.Next(batch.Length)] = (byte)random.Next(256);
            if (random.Next(2) == 0)
                Array.Resize(ref batch, random.Next(batch.Length + 60));

            foreach (var (_, fix) in UnitFixBatch.Read(batch) ?? [])
            {
                var raw = new RawFix(
                    fix.Place.Latitude, fix.Place.Longitude, fix.AccuracyMetres, fix.HeadingDegrees, fix.At, fix.SpeedMetresPerSecond);
                Assert.True(
                    new FixFilter().TryAccept(Anybody, raw, fix.At, out var judged, out var refusal) && judged == fix,
                    $"seed {seed}: {refusal}: {Convert.ToHexString(batch)}");
            }
        }
    }

    private static UnitSeen Believed(Random random, int tenant)
    {
        double? Maybe(double most) => random.Next(4) == 0 ? null : random.NextDouble() * most;
        var raw = new RawFix(
            random.NextDouble() * 180 - 90, random.NextDouble() * 360 - 180, Maybe(1_000), Maybe(360),
            Noon.AddTicks(random.Next()).ToOffset(TimeSpan.FromHours(random.Next(-3, 4))), Maybe(100));
        var unit = new UnitId(new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()));
        var isBelieved = new FixFilter().TryAccept(unit, UnitFixBatch.Rounded(raw), Noon.AddMinutes(4), out var fix, out var refusal);
        Assert.True(isBelieved, $"{refusal}");
        Assert.InRange(fix.Place.DistanceTo(GeoPoint.Of(raw.Latitude, raw.Longitude)).Metres, 0, 0.02);
        return new UnitSeen(new UnitKey(new TenantId(new Guid(tenant, 0, 0, new byte[8])), unit), fix);
    }

    private static Guid Order(UnitSeen seen) => seen.Unit.Unit.Value;
}
