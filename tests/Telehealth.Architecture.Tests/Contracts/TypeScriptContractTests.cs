using Telehealth.Architecture.Tests.Rejections;
using Telehealth.Server.Contracts;

namespace Telehealth.Architecture.Tests.Contracts;

/// <summary>To write the files anew: <c>UPDATE_CONTRACTS=1 dotnet test tests/Telehealth.Architecture.Tests</c>.</summary>
public sealed class TypeScriptContractTests
{
    [Fact]
    public void The_pages_speak_the_contract_of_the_server() => Holds("index.ts", TypeScriptContract.Generate(typeof(HubContractAttribute).Assembly));

    [Fact]
    public void The_pages_know_the_codes_of_the_server() => Holds("codes.ts", TypeScriptCodes.Generate(RejectionCodes.All));

    private static void Holds(string file, string generated)
    {
        var path = Repository.PathOf("src", "Telehealth.Web", "lib", "contracts", file);
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
        {
            File.WriteAllText(path, generated);
        }

        Assert.Equal(generated, File.ReadAllText(path));
    }
}
