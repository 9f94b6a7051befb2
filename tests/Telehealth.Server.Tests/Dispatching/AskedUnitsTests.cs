using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Searches that are made at the same time do not choose the same unit.</summary>
public sealed class AskedUnitsTests
{
    private static readonly TenantId Tenant = new(Guid.NewGuid());

    private readonly AskedUnits _asked = new();
    private readonly MovingUnitIndex _index = new();
    private readonly UnitId _first = new(Guid.NewGuid());
    private readonly UnitId _second = new(Guid.NewGuid());

    [Fact]
    public void Given_one_that_another_search_is_asking_then_none_of_them_is_taken()
    {
        Assert.True(_asked.TryTake([Key(_first)]));

        Assert.False(_asked.TryTake([Key(_second), Key(_first)]));
        Assert.Equal([_first], _asked.Of(Tenant, _index));
        Assert.Empty(_asked.Of(new TenantId(Guid.NewGuid()), _index));
    }

    [Fact]
    public void Given_it_was_not_asked_after_all_then_the_next_may_ask_it()
    {
        _asked.TryTake([Key(_first), Key(_second)]);

        _asked.GiveBack(Key(_first));

        Assert.Equal([_second], _asked.Of(Tenant, _index));
        Assert.True(_asked.TryTake([Key(_first)]));
    }

    [Fact]
    public void Given_the_index_knows_that_it_is_asked_then_it_stands_there_and_no_longer_here()
    {
        _index.Move(_first, Help.Scene, DateTimeOffset.UnixEpoch);
        _index.SetAvailability(_first, Skills.None, available: true);
        _asked.TryTake([Key(_first)]);
        Assert.Equal([_first], _asked.Of(Tenant, _index));

        _index.SetAvailability(_first, Skills.None, available: false);
        Assert.Empty(_asked.Of(Tenant, _index));
        _index.SetAvailability(_first, Skills.None, available: true);

        Assert.True(_asked.TryTake([Key(_first)]));
    }

    private static UnitKey Key(UnitId unit) => new(Tenant, unit);
}
