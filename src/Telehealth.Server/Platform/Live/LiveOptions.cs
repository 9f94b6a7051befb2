using System.ComponentModel.DataAnnotations;

namespace Telehealth.Server.Platform.Live;

/// <summary>Section <c>Live</c>: how much may wait for one connection before it is dropped.</summary>
internal sealed class LiveOptions
{
    /// <summary>Messages that wait. A board at work tells ten a second.</summary>
    [Range(1, 100_000)]
    public int Messages { get; set; } = 512;

    /// <summary>
    /// How long the oldest may wait. Beyond what waits here the sockets hold some hundred kilobytes, so a healthy line never comes near.
    /// </summary>
    public TimeSpan Oldest { get; set; } = TimeSpan.FromSeconds(5);
}
