using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>Section <c>Photos</c>: how slowly and how many at once pictures may come.</summary>
internal sealed class PhotoOptions
{
    /// <summary>Uploads of one person at once; a device sends one after the other.</summary>
    [Range(1, 100)]
    public int AtOncePerPerson { get; set; } = 2;

    /// <summary>Uploads at once on one node. Each may fill a temporary file of 5 MB.</summary>
    [Range(1, 10_000)]
    public int AtOnce { get; set; } = 64;

    /// <summary>Bytes a second, over the whole time, that an upload brings at least once <see cref="Grace"/> has passed.</summary>
    [Range(1, 10_000_000)]
    public int LeastBytesPerSecond { get; set; } = 1_024;

    /// <summary>A dead spot at the start is forgiven for so long.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>No upload takes longer, however steadily it comes.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(4);
}

/// <summary>
/// Takes pictures in. Each is read into a temporary file first, however long it takes within its limits, and only then is it held in
/// memory, which few are at once: a slow device keeps nobody waiting but itself.
/// </summary>
internal sealed class PhotoUploads(IOptions<PhotoOptions> options) : IDisposable
{
    private const int InMemoryAtOnce = 8;

    public static readonly Rejection TooSlow = new(
        RejectionKind.TooSlow, "photo.too_slow", "The picture came too slowly. It will be sent again where the network is better.");
    public static readonly Rejection TooManyAtOnce = new(
        RejectionKind.TooMany, "photo.too_many_at_once", "Other pictures are just being sent. This one will be sent again in a moment.");

    private readonly SemaphoreSlim _inMemory = new(InMemoryAtOnce);

    /// <summary>Uploads under way, by person; the sum is bounded, and so is this.</summary>
    private readonly Dictionary<Guid, int> _underWay = [];

    /// <summary>Reads the whole body and hands it on, or says why not.</summary>
    public async Task<Reply<T>> Take<T>(Guid person, HttpRequest request, Func<byte[], Task<Reply<T>>> take, CancellationToken ct)
        where T : class
    {
        if (request.ContentLength > JobPhotos.LargestBytes)
            return JobPhotos.TooLarge;
        if (!Begin(person))
            return TooManyAtOnce;
        try
        {
            await using var file = OpenTemporary();
            if (await Read(request.Body, file, ct) is { } problem)
                return problem;
            await _inMemory.WaitAsync(ct);
            try
            {
                var content = new byte[file.Length];
                file.Position = 0;
                await file.ReadExactlyAsync(content, ct);
                return await take(content);
            }
            finally
            {
                _inMemory.Release();
            }
        }
        finally
        {
            End(person);
        }
    }

    public void Dispose() => _inMemory.Dispose();

    private bool Begin(Guid person)
    {
        lock (_underWay)
        {
            var own = _underWay.GetValueOrDefault(person);
            if (own >= options.Value.AtOncePerPerson || _underWay.Values.Sum() >= options.Value.AtOnce)
                return false;
            _underWay[person] = own + 1;
            return true;
        }
    }

    private void End(Guid person)
    {
        lock (_underWay)
        {
            if (--_underWay[person] == 0)
                _underWay.Remove(person);
        }
    }

    /// <summary>Copies the body; null when all of it is there.</summary>
    private async Task<Rejection?> Read(Stream body, FileStream file, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var started = Stopwatch.GetTimestamp();
        var piece = new byte[64 * 1024];
        try
        {
            while (true)
            {
                // Until when the next piece must be there, for the whole to come fast enough.
                var fastEnough = TimeSpan.FromSeconds((double)file.Length / options.Value.LeastBytesPerSecond);
                var left = Least(options.Value.Longest, fastEnough + options.Value.Grace) - Stopwatch.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                    return TooSlow;
                patience.CancelAfter(left);
                var read = await body.ReadAsync(piece, patience.Token);
                if (read == 0)
                    return null;
                if (file.Length + read > JobPhotos.LargestBytes)
                    return JobPhotos.TooLarge;
                await file.WriteAsync(piece.AsMemory(0, read), ct);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return TooSlow;
        }
        catch (BadHttpRequestException problem) when (problem.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return TooSlow;
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>
    /// A file that nobody else can open and that has no name any more: whatever ends this process, nothing of the picture stays.
    /// </summary>
    private static FileStream OpenTemporary()
    {
        var path = Path.Combine(Path.GetTempPath(), $"telehealth-photo-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
