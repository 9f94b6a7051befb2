using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// What happens between the signal to end and the end. Where other nodes go on, this one says that it is not ready, goes on until that has
/// been noticed, leads away what runs here, and only then stops; its grains go last, with its silo. Where none does, there is nowhere to
/// lead anybody, and it stops at once; so it does at a second signal.
/// </summary>
internal sealed class DrainedStop(
    IHostApplicationLifetime lifetime, IServiceProvider services, Drain drain, Eviction eviction, IOptions<DrainOptions> options,
    ILogger<DrainedStop> log) : IHostLifetime, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly List<IDisposable> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, Hear));
        _registrations.Add(eviction.Happens.Register(() => _ = Task.Run(LeaveOthersBehind)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>Returns when nothing is here any more that others could go on with. Once; a second call changes nothing.</summary>
    internal async Task Empty()
    {
        if (!drain.Begin())
            return;
        var others = services.GetRequiredService<EndingNodes>();
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        if (!await GoesOnFor(options.Value.Notice, others, hurry.Token))
            return;
        log.DrainBegan(options.Value.MoveOver.TotalSeconds);
        drain.Close();
        var empty = Task.WhenAll(services.GetServices<IDrained>().Select(one => one.Drain(hurry.Token)));
        await Task.WhenAny(empty, WaitUntilNobodyGoesOn(others, hurry.Token));
        await hurry.CancelAsync();
        await empty;
    }

    private void Hear(PosixSignalContext signal)
    {
        // Otherwise the process ends before anything has been stopped.
        signal.Cancel = true;
        if (!lifetime.ApplicationStarted.IsCancellationRequested || drain.HasBegun)
            lifetime.StopApplication();
        else
            _ = Task.Run(End);
    }

    private async Task End()
    {
        try
        {
            await Empty();
        }
        catch (Exception problem)
        {
            log.DrainFailed(problem);
        }

        lifetime.StopApplication();
    }

    /// <summary>Put out by the others: its own end comes by <see cref="Eviction"/>, after a stated time.</summary>
    private async Task LeaveOthersBehind()
    {
        try
        {
            await Empty();
        }
        catch (Exception problem)
        {
            log.DrainFailed(problem);
        }
    }

    /// <summary>False when no other node is left that goes on.</summary>
    private async Task<bool> GoesOnFor(TimeSpan notice, EndingNodes others, CancellationToken ct)
    {
        await others.Say();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(notice);
        await WaitUntilNobodyGoesOn(others, patience.Token);
        return SomebodyGoesOn(others) && !ct.IsCancellationRequested;
    }

    private async Task WaitUntilNobodyGoesOn(EndingNodes others, CancellationToken ct)
    {
        while (SomebodyGoesOn(others) && !ct.IsCancellationRequested)
            await Task.Delay(LookEvery, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Whoever was put out was so by others, and sees none of them any more.</summary>
    private bool SomebodyGoesOn(EndingNodes others) => eviction.HasHappened || others.AnotherGoesOn;
}
