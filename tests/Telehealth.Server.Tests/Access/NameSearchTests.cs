using Npgsql;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Sql;

namespace Telehealth.Server.Tests.Access;

public sealed class NameSearchTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    [Theory]
    [InlineData("Łukasz Żółć", "łukasz", "żółć", "lukasz", "ZOLC luk")]
    [InlineData("Пётр Иванов", "иванов", "ПЕТР", "иван пет")]
    [InlineData("Anna Österreicher", "österreicher", "osterreicher", "oesterreicher", "ÖSTERREICHER anna")]
    [InlineData("José Álvarez", "JOSÉ", "jose", "alvarez jose", "jose\u0301")]
    [InlineData("Ayşe Şahin", "şahin", "SAHIN", "ŞAHİN")]
    [InlineData("Ελένη Παπαδοπούλου", "ΕΛΈΝΗ", "ελενη", "παπαδοπουλου")]
    [InlineData("أحمد فاطمة", "احمد", "فاطمه", "أحمد")]
    [InlineData("Siobhán O’Brien-Straße", "o'brien", "brien", "strasse", "siobhan")]
    [InlineData("田中太郎", "太郎", "田中")]
    public async Task A_patient_is_found_however_the_name_is_typed(string name, params string[] searches)
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        using var clinician = await host.SignedIn(await host.AddPerson(Roles.Clinician));
        var added = await Add(admin, name);

        foreach (var search in searches.Select(Uri.EscapeDataString))
        {
            Assert.Contains(await clinician.Read<List<PatientEntry>>($"/api/patients?search={search}"), entry => entry.Id == added.Id);
            Assert.Contains((await admin.Read<UserPage>($"/api/admin/users?search={search}&take=200")).Users, row => row.Id == added.Id);
        }

        Assert.DoesNotContain(await clinician.Read<List<PatientEntry>>("/api/patients?search=nobody"), entry => entry.Id == added.Id);
    }

    [Theory]
    [InlineData("'")]
    [InlineData("a' | b:*")]
    [InlineData("\\")]
    [InlineData("!")]
    [InlineData("_")]
    [InlineData("\u200e")]
    public async Task A_search_is_words_and_never_a_query(string search)
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var clinician = await host.SignedIn(await host.AddPerson(Roles.Clinician));

        Assert.Empty(await clinician.Read<List<PatientEntry>>($"/api/patients?search={Uri.EscapeDataString(search)}"));
    }

    [Fact]
    public async Task A_name_that_was_written_before_names_were_folded_is_found_after_the_next_start()
    {
        UserRow added;
        await using (var before = await AccessHost.Start(database.ConnectionString))
        {
            using var admin = await before.SignedIn(await before.AddPerson(Roles.Admin));
            added = await Add(admin, "Žofie Čermáková");
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await using var unfold = source.Command(
                "update identity.person set folded_name = default, search_words = default, folded_by = default where id = $1", added.Id);
            await unfold.ExecuteNonQueryAsync();
        }

        await using var host = await AccessHost.Start(database.ConnectionString);
        using var clinician = await host.SignedIn(await host.AddPerson(Roles.Clinician));

        Assert.Equal(added.Id, Assert.Single(await clinician.Read<List<PatientEntry>>("/api/patients?search=zofie%20cermak")).Id);
    }

    [Fact]
    public async Task An_account_is_found_by_a_part_of_its_address()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var added = await Add(admin, "Somebody");

        Assert.Equal(
            added.Id,
            Assert.Single((await admin.Read<UserPage>($"/api/admin/users?search={added.Email[4..20].ToUpperInvariant()}")).Users).Id);
    }

    private static async Task<UserRow> Add(Browser admin, string name) =>
        await (
            await admin.Post(
                "/api/admin/users", new NewUser(name, $"{Guid.NewGuid():N}@example.org", "a fresh long password", [Roles.Patient]))).Of<UserRow>();
}
