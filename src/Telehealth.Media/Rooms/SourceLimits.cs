namespace Telehealth.Media.Rooms;

/// <summary>
/// Bounds what is looked at from addresses that have not proven themselves: a check costs a hash, and a flood of forged ones must
/// not cost calls their time. Each source address has a burst of 200 datagrams and 100 a second; a browser that connects needs a
/// dozen. The table has a fixed size: addresses that share a place share its allowance, which only ever makes the limit tighter
/// for a flood.
/// </summary>
internal sealed class SourceLimits
{
    private const int Places = 4096;
    private const float Burst = 200;
    private const float PerSecond = 100;

    private readonly (float Spent, TimeSpan At)[] _places = new (float, TimeSpan)[Places];

    // Ports are left out: one host has sixty thousand of them.
    public bool TryTake(NetworkPath from, TimeSpan now)
    {
        ref var place = ref _places[(uint)from.Address.GetHashCode() % Places];
        place.Spent = Math.Max(0, place.Spent - (float)(now - place.At).TotalSeconds * PerSecond);
        place.At = now;
        if (place.Spent >= Burst) return false;
        place.Spent++;
        return true;
    }
}
