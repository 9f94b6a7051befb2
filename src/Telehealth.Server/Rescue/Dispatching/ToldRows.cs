namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// The version at which each row of the board was told last, so that a screen gets each of them once: a row that is read after one change
/// often holds the next one already, whose notice is still on its way. It remembers a bounded number of rows, those told last; what is
/// forgotten is told once more at worst. For one thread.
/// </summary>
internal sealed class ToldRows(int most = 20_000)
{
    private Dictionary<(TenantId Tenant, Guid Id), long> _newer = [];
    private Dictionary<(TenantId Tenant, Guid Id), long> _older = [];

    public bool IsNews(TenantId tenant, Guid id, long version) =>
        !((_newer.TryGetValue((tenant, id), out var told) || _older.TryGetValue((tenant, id), out told)) && told >= version);

    public void Told(TenantId tenant, Guid id, long version)
    {
        _newer[(tenant, id)] = version;
        if (_newer.Count >= most / 2)
            (_older, _newer) = (_newer, []);
    }
}
