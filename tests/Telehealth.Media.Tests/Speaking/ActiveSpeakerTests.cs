using Telehealth.Media.Speaking;

namespace Telehealth.Media.Tests.Speaking;

public sealed class ActiveSpeakerTests
{
    private const byte Silent = 127;
    private const byte Loud = 20;
    private const byte Normal = 30;

    [Fact]
    public void A_clear_talker_takes_the_floor_within_600_ms()
    {
        var room = new Room();
        room.Play(1_000, (1, Silent), (2, Silent));

        var taken = room.PlayUntil(speaker: 2, (1, Silent), (2, Normal));

        Assert.InRange(taken, 300, 600);
    }

    [Fact]
    public void A_talker_takes_the_floor_from_one_who_has_ended_within_600_ms()
    {
        var room = new Room();
        room.Play(2_000, (1, Normal), (2, Silent));

        Assert.InRange(room.PlayUntil(speaker: 2, (1, Silent), (2, Normal)), 300, 600);
        Assert.Equal([1, 2], room.Speakers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cough_does_not_take_the_floor(bool isFloorTaken)
    {
        var room = new Room();
        room.Play(2_000, (1, isFloorTaken ? Normal : Silent), (2, Silent));
        for (var cough = 0; cough < 5; cough++)
        {
            room.Play(280, (1, Silent), (2, 5));
            room.Play(700, (1, Silent), (2, Silent));
            if (isFloorTaken) room.Play(500, (1, Normal), (2, Silent));
        }

        Assert.Equal(isFloorTaken ? [1] : [], room.Speakers);
    }

    [Fact]
    public void Three_seconds_of_silence_leave_the_floor_to_nobody()
    {
        var room = new Room();
        room.Play(2_000, (1, Normal), (2, Silent));

        room.Play(2_800, (1, Silent), (2, Silent));
        Assert.Equal(1, room.Speaker);
        room.Play(400, (1, Silent), (2, Silent));

        Assert.Null(room.Speaker);
        Assert.Equal([1, null], room.Speakers);
    }

    [Fact]
    public void A_sender_that_stops_sending_is_silent()
    {
        var room = new Room();
        room.Play(2_000, (1, Normal));

        room.Play(3_200, (2, Silent));

        Assert.Null(room.Speaker);
    }

    [Fact]
    public void Two_who_talk_at_once_for_a_minute_do_not_make_it_flicker()
    {
        const int seed = 6_464;
        var room = new Room();
        var random = new Random(seed);
        room.Play(1_000, (1, Normal), (2, Silent));
        for (var word = 0; word < 200; word++)
        {
            // Both have gaps of their own between words, and their loudness varies by a few dB.
            room.Play(40 + random.Next(100), (1, Silent), (2, (byte)(Normal + random.Next(-2, 3))));
            room.Play(60 + random.Next(200), (1, (byte)(Normal + random.Next(-2, 3))), (2, (byte)(Normal + random.Next(-2, 3))));
            room.Play(40 + random.Next(100), (1, (byte)(Normal + random.Next(-2, 3))), (2, Silent));
        }

        Assert.Equal([1], room.Speakers);
    }

    [Fact]
    public void Somebody_clearly_louder_who_goes_on_interrupts_and_a_yes_does_not()
    {
        var room = new Room();
        room.Play(2_000, (1, Normal), (2, Silent));

        room.Play(600, (1, Normal), (2, Loud));
        room.Play(400, (1, Normal), (2, Silent));
        Assert.Equal([1], room.Speakers);
        room.Play(1_300, (1, Normal), (2, Loud));

        Assert.Equal([1, 2], room.Speakers);
    }

    [Fact]
    public void A_steady_noise_loses_the_floor_and_a_voice_over_it_is_heard()
    {
        var room = new Room();
        room.Play(6_000, (1, 45), (2, Silent));
        room.Play(3_200, (1, 44), (2, Silent));
        Assert.Null(room.Speaker);

        Assert.InRange(room.PlayUntil(speaker: 1, (1, Normal), (2, Silent)), 300, 600);
    }

    [Fact]
    public void The_keys_of_a_keyboard_are_no_speech()
    {
        var room = new Room();
        for (var key = 0; key < 50; key++)
        {
            room.Play(20, (1, Normal));
            room.Play(100, (1, Silent));
        }

        Assert.Empty(room.Speakers);
    }

    [Fact]
    public void A_packet_without_the_voice_bit_is_no_voice_from_a_peer_that_sets_it()
    {
        const byte voice = 0x80;
        var room = new Room();
        room.Play(20, (1, voice | Silent));
        room.Play(2_000, (1, Normal));
        Assert.Null(room.Speaker);

        Assert.InRange(room.PlayUntil(speaker: 1, (1, voice | Normal)), 300, 600);
    }

    [Fact]
    public void A_speaker_who_leaves_leaves_the_floor_at_once()
    {
        var room = new Room();
        room.Play(2_000, (1, Normal), (2, Silent));

        room.Leave(1);
        room.Play(100, (2, Silent));

        Assert.Equal([1, null], room.Speakers);
        room.Play(600, (1, Normal)); // and comes back as a stranger
        Assert.Equal([1, null, 1], room.Speakers);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_packet()
    {
        var speaker = new ActiveSpeaker();
        for (var peer = 0; peer < 30; peer++) speaker.Note(peer, Normal, TimeSpan.Zero);
        speaker.Watch(TimeSpan.Zero, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 1; step < 10_000; step++)
        {
            var now = TimeSpan.FromMilliseconds(step);
            speaker.Note(step % 30, (byte)(step % 256), now);
            speaker.Watch(now, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Any_levels_in_any_order_name_only_a_peer_that_is_there_and_end_in_silence()
    {
        const int seed = 64;
        var random = new Random(seed);
        var speaker = new ActiveSpeaker();
        var present = new HashSet<int>();
        var now = TimeSpan.Zero;
        for (var step = 0; step < 200_000; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(15));
            var peer = random.Next(5);
            if (random.Next(500) == 0)
            {
                speaker.Remove(peer);
                present.Remove(peer);
                continue;
            }
            speaker.Note(peer, (byte)random.Next(256), now);
            present.Add(peer);
            speaker.Watch(now, out var leader);
            Assert.True(leader is null || present.Contains(leader.Value), $"seed {seed}, step {step}");
        }
        speaker.Watch(now + TimeSpan.FromSeconds(3), out var last);
        Assert.Null(last);
    }

    /// <summary>Packets of 20 ms from everybody, and a look every 100 ms.</summary>
    private sealed class Room
    {
        private static readonly TimeSpan Packet = TimeSpan.FromMilliseconds(20);

        private readonly ActiveSpeaker speaker = new();
        private TimeSpan now;
        private TimeSpan nextWatch;

        public int? Speaker => speaker.Speaker;

        public List<int?> Speakers { get; } = [];

        public void Play(int milliseconds, params (int Peer, byte Level)[] levels)
        {
            for (var end = now + TimeSpan.FromMilliseconds(milliseconds); now < end; now += Packet)
            {
                foreach (var (peer, level) in levels) speaker.Note(peer, level, now);
                if (now < nextWatch) continue;
                nextWatch = now + ActiveSpeaker.WatchInterval;
                if (speaker.Watch(now, out var leader)) Speakers.Add(leader);
            }
        }

        /// <summary>How many milliseconds it takes until somebody has the floor.</summary>
        public int PlayUntil(int speaker, params (int Peer, byte Level)[] levels)
        {
            var start = now;
            while (Speaker != speaker && now - start < TimeSpan.FromSeconds(10)) Play(20, levels);
            return (int)(now - start).TotalMilliseconds;
        }

        public void Leave(int peer) => speaker.Remove(peer);
    }
}
