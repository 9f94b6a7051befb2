using Microsoft.Extensions.Options;
using Orleans.Storage;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.People;

/// <summary>Somebody with an account, addressed by <see cref="PersonKey.Grain"/>.</summary>
[Alias("telehealth.person")]
internal interface IPersonGrain : IGrainWithStringKey
{
    /// <summary>A node says which of their devices are connected to it.</summary>
    [Alias("hear"), ResponseTimeout("00:00:03")]
    Task Hear(DevicesAtNode news);

    /// <summary>Whether they are there.</summary>
    [Alias("presence"), ResponseTimeout("00:00:03")]
    Task<PersonPresence> Presence();

    /// <summary>Nodes have left the cluster.</summary>
    [Alias("lose-nodes"), ResponseTimeout("00:00:03")]
    Task LoseNodes();
}

/// <summary>
/// Whether a person is there, whatever devices and nodes they are connected with. Nothing rests on it and it waits for nobody: what it says
/// is written down now and then, and when it is lost the nodes say it anew. It tells all nodes when its person comes or goes.
/// </summary>
[GrainType(PersonKey.GrainType)]
internal sealed class PersonGrain : Grain, IPersonGrain
{
    private static readonly TimeSpan WriteAgainAfter = TimeSpan.FromSeconds(10);

    private readonly IPersistentState<PersonState> _stored;
    private readonly PeopleAtHome _home;
    private readonly DeviceLeases _devices;
    private readonly PeopleOptions _settings;
    private readonly TimeProvider _time;
    private readonly long _began;

    private PersonKey _person;
    private IGrainTimer? _timer;
    private bool _isHere;
    private bool _isWriting;
    private TimeSpan _writeAt = TimeSpan.MaxValue;

    public PersonGrain(
        [PersistentState("person", GrainStorage.Name)] IPersistentState<PersonState> stored, PeopleAtHome home,
        IOptions<PeopleOptions> options, TimeProvider time)
    {
        (_stored, _home, _settings, _time) = (stored, home, options.Value, time);
        _devices = new DeviceLeases(_settings.Grace, _settings.Lease);
        _began = time.GetTimestamp();
    }

    private TimeSpan Now => _time.GetElapsedTime(_began);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _person = PersonKey.OfGrain(this.GetPrimaryKeyString());
        _timer = this.RegisterGrainTimer(
            Look, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        _home.Enter(_person, GrainContext);
        if (_stored.State.LastSeen is { } seen)
            await Recall(seen);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _home.Leave(_person, GrainContext);
        if (_isHere)
            await Task.WhenAny(Write(), Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
    }

    public async Task Hear(DevicesAtNode news)
    {
        if (_home.IsGone(news.Node))
            return;
        _devices.Hear(news, Now);
        await Settle();
    }

    public async Task LoseNodes()
    {
        _devices.Lose(_home.IsGone, Now);
        await Settle();
    }

    public async Task<PersonPresence> Presence()
    {
        await Settle();
        return Current();
    }

    /// <summary>
    /// As it was written down. Who was there a moment ago is taken for present until the nodes had time to say otherwise: perhaps only this
    /// grain's home was lost.
    /// </summary>
    private async Task Recall(DateTimeOffset seen)
    {
        var last = Now - (_time.GetUtcNow() - seen);
        if (!_stored.State.IsHere || Now - last > _settings.WriteEvery + _settings.Lease)
        {
            _devices.Remember(last);
            return;
        }

        _devices.Presume(last, Now);
        _isHere = true;
        _writeAt = Now + _settings.WriteEvery;
        Rest();
        await _home.AskWhoHas(_person);
    }

    private async Task Look(CancellationToken ct)
    {
        await Settle();
        if (Now >= _writeAt)
            await Write();
        Rest();
    }

    /// <summary>Whether anything has changed, and then it is told at once and written soon.</summary>
    private async Task Settle()
    {
        var isHere = _devices.IsHere(Now);
        if (isHere != _isHere)
        {
            _isHere = isHere;
            _writeAt = Now;
            await _home.Tell(_person, Current());
        }

        Rest();
    }

    /// <summary>Until something is due: a lease ends, or what is known is to be written.</summary>
    private void Rest()
    {
        var due = _isHere && _devices.Until is { } until && until < _writeAt ? until : _writeAt;
        // A little late rather than a little early.
        _timer?.Change(
            due == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : Later(due - Now, TimeSpan.Zero) + TimeSpan.FromMilliseconds(5),
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nobody waits for it, and what cannot be written now is written later.</summary>
    private async Task Write()
    {
        if (_isWriting)
            return;
        _isWriting = true;
        _writeAt = TimeSpan.MaxValue;
        var (isHere, lastSeen) = Current();
        _stored.State = new PersonState(isHere, lastSeen);
        try
        {
            await _stored.WriteStateAsync();
            if (_isHere && _writeAt == TimeSpan.MaxValue)
                _writeAt = Now + _settings.WriteEvery;
        }
        catch (InconsistentStateException)
        {
            // Another activation has written: this one has been forgotten.
            _home.Failed("overtaken");
            DeactivateOnIdle();
        }
        catch (Exception)
        {
            _home.Failed("unavailable");
            _writeAt = Now + WriteAgainAfter;
        }
        finally
        {
            _isWriting = false;
        }
    }

    private PersonPresence Current()
    {
        var now = _time.GetUtcNow();
        return _isHere
            ? new PersonPresence(IsHere: true, now)
            : new PersonPresence(IsHere: false, _devices.LastHere is { } last ? now - (Now - last) : null);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
