namespace Telehealth.Architecture.Tests.Contracts;

public sealed class BetweenNodesTests
{
    private static readonly string Contract = Repository.PathOf("src", "Telehealth.Server", "Platform", "Cluster", "between-nodes.txt");

    /// <summary>To write the file anew: <c>UPDATE_CONTRACTS=1 dotnet test tests/Telehealth.Architecture.Tests</c>.</summary>
    [Fact]
    public void What_nodes_say_to_each_other_changes_with_the_contract_only()
    {
        var written = BetweenNodes.Write();
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
            File.WriteAllText(Contract, written);

        Assert.Equal(File.ReadAllText(Contract), written);
    }

    [Fact]
    public void Every_topic_of_the_bus_says_what_is_told_there() =>
        Assert.DoesNotContain("not described", BetweenNodes.Write(), StringComparison.Ordinal);
}
