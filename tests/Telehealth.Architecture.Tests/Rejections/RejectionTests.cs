using System.Text.RegularExpressions;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Testing.Rejections;

namespace Telehealth.Architecture.Tests.Rejections;

/// <summary>A code is spelled where its rejection is made, and nowhere else: what goes by it names the rejection.</summary>
public sealed partial class RejectionTests
{
    [Fact]
    public void The_same_code_is_always_of_the_same_kind()
    {
        var kinds = NamedRejections.In(typeof(Rejection).Assembly, typeof(Reply<>).Assembly).GroupBy(rejection => rejection.Code)
            .Where(same => same.Select(rejection => rejection.Kind).Distinct().Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(rejection => rejection.Kind).Distinct())}");

        Rule.HasNoOffenders(kinds);
    }

    [Fact]
    public void No_code_steers_the_server_as_a_word()
    {
        var codes = RejectionCodes.All.ToHashSet(StringComparer.Ordinal);
        var compared = from path in Repository.WrittenFiles()
                       where path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal)
                       from line in File.ReadLines(Repository.PathOf(path))
                       from code in WordsThatSteer(line)
                       where codes.Contains(code)
                       select $"{path}: {line.Trim()}";

        Rule.HasNoOffenders(compared);
    }

    [Theory]
    [InlineData("if (refused.Code == \"offer.over\")")]
    [InlineData("if (\"offer.over\" != refused.Code)")]
    [InlineData("case \"offer.over\":")]
    [InlineData("\"offer.over\" => true,")]
    [InlineData("refused is { Rejection.Code: \"offer.over\" }")]
    [InlineData("code is Over or \"offer.over\" or Taken")]
    [InlineData("string.Equals(code, \"offer.over\", StringComparison.Ordinal)")]
    public void A_word_that_steers_is_seen(string line) => Assert.Equal(["offer.over"], WordsThatSteer(line));

    [Theory]
    [InlineData("Rejection.NotNow(\"offer.over\", \"This offer is over.\")")]
    [InlineData("LeftOutReason.OffShift => (\"unit.off_shift\", \"Not on shift.\"),")]
    public void A_word_that_is_given_is_none(string line) => Assert.Empty(WordsThatSteer(line));

    [Fact]
    public void No_code_of_the_server_steers_a_page_as_a_word()
    {
        var codes = RejectionCodes.All.ToHashSet(StringComparer.Ordinal);
        var compared = PageFiles()
            .SelectMany(path => WordsComparedIn(path).Where(codes.Contains).Select(code => $"{path}: {code}"));

        Rule.HasNoOffenders(compared);
    }

    /// <summary>Tests may spell what they expect, and the generated file is where the others have them from.</summary>
    private static IEnumerable<string> PageFiles() =>
        Repository
            .WrittenFiles()
            .Where(path => path.StartsWith("src/Telehealth.Web/", StringComparison.Ordinal) && Path.GetExtension(path) is ".ts" or ".tsx")
            .Where(path =>
                !path.Contains(".test.", StringComparison.Ordinal) && !path.EndsWith("/contracts/codes.ts", StringComparison.Ordinal));

    private static IEnumerable<string> WordsThatSteer(string line) => Steering().Matches(line).Select(match => match.Groups["code"].Value);

    private static IEnumerable<string> WordsComparedIn(string path) =>
        Comparing().Matches(File.ReadAllText(Repository.PathOf(path))).Select(match => match.Groups["code"].Value);

    [GeneratedRegex(
        """((==|!=|\bis|\bnot|\bor|\bcase|Code:|Equals\((\w+,)?) *"(?<code>[a-z_.]+)")|("(?<code>[a-z_.]+)" *(==|!=|or\b|=>))""")]
    private static partial Regex Steering();

    [GeneratedRegex(
        """([cC]ode\s*[!=]==\s*'(?<code>[a-z_.]+)')|('(?<code>[a-z_.]+)'\s*[!=]==)|(case\s+'(?<code>[a-z_.]+)')|([cC]odes?\b[^=\n]*=\s*\[?'(?<code>[a-z_.]+)')""")]
    private static partial Regex Comparing();
}
