using Telehealth.Domain.Deciding;
using Telehealth.Server.Rescue.Dispatching;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Each version of a row is told once, as far as it is remembered.</summary>
public sealed class ToldRowsTests
{
    private static readonly TenantId Tenant = new(Guid.NewGuid());

    [Fact]
    public void A_version_that_was_told_and_one_before_it_are_no_news_and_the_next_one_is()
    {
        var told = new ToldRows();
        var row = Guid.NewGuid();

        told.Told(Tenant, row, 7);

        Assert.False(told.IsNews(Tenant, row, 6));
        Assert.False(told.IsNews(Tenant, row, 7));
        Assert.True(told.IsNews(Tenant, row, 8));
        Assert.True(told.IsNews(new TenantId(Guid.NewGuid()), row, 7));
    }

    [Fact]
    public void The_rows_told_last_are_remembered_and_older_ones_forgotten()
    {
        var told = new ToldRows(most: 100);
        Guid[] rows = [.. Enumerable.Range(0, 1_000).Select(_ => Guid.NewGuid())];

        foreach (var row in rows)
            told.Told(Tenant, row, 1);

        Assert.True(told.IsNews(Tenant, rows[0], 1));
        Assert.All(rows[^50..], row => Assert.False(told.IsNews(Tenant, row, 1)));
        Assert.InRange(rows.Count(row => !told.IsNews(Tenant, row, 1)), 50, 100);
    }
}
