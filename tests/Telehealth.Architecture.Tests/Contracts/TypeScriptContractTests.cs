using Telehealth.Server.Contracts;

namespace Telehealth.Architecture.Tests.Contracts;

public sealed class TypeScriptContractTests
{
    /// <summary>To write the file anew: <c>UPDATE_CONTRACTS=1 dotnet test tests/Telehealth.Architecture.Tests</c>.</summary>
    [Fact]
    public void The_pages_speak_the_contract_of_the_server()
    {
        var path = Repository.PathOf("src", "Telehealth.Web", "lib", "contracts", "index.ts");
        var generated = TypeScriptContract.Generate(typeof(HubContractAttribute).Assembly);
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
        {
            File.WriteAllText(path, generated);
        }

        Assert.Equal(generated, File.ReadAllText(path));
    }
}
