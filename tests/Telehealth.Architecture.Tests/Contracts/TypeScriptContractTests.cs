using Telehealth.Architecture.Tests.Rejections;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Architecture.Tests.Contracts;

public sealed class TypeScriptContractTests
{
    private static readonly string Folder = Repository.PathOf("src", "Telehealth.Web", "lib", "contracts");

    /// <summary>To write the files anew: <c>UPDATE_CONTRACTS=1 dotnet test tests/Telehealth.Architecture.Tests</c>.</summary>
    [Fact]
    public void The_pages_speak_the_contract_of_the_server()
    {
        var generated = TypeScriptContract.Generate(typeof(HubContractAttribute).Assembly);
        generated["codes.ts"] = TypeScriptCodes.Generate(RejectionCodes.All);
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
        {
            Update(generated);
        }

        // Compared one by one, so that a failure names the capability.
        Assert.Equal(generated.Keys, Files().Order(StringComparer.Ordinal));
        Assert.All(generated, file => Assert.Equal(file.Value, File.ReadAllText(Path.Combine(Folder, file.Key))));
    }

    private static void Update(SortedDictionary<string, string> generated)
    {
        foreach (var old in Files().Where(name => !generated.ContainsKey(name)))
        {
            File.Delete(Path.Combine(Folder, old));
        }

        foreach (var (name, text) in generated)
        {
            var path = Path.Combine(Folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static List<string> Files() =>
        [.. Directory.GetFiles(Folder, "*.ts", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path))];
}
