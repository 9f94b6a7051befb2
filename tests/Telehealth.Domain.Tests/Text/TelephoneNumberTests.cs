using Telehealth.Domain.Text;

namespace Telehealth.Domain.Tests.Text;

public sealed class TelephoneNumberTests
{
    [Fact]
    public void A_number_in_any_digits_with_any_separators_is_read_as_the_browser_reads_it()
    {
        var wrong = Examples.Of<Example>("telephone")
            .Where(example => TelephoneNumber.Read(example.Text) != new TelephoneNumber(example.Typed, example.Dial))
            .Select(example => $"'{example.Text}' is read as {TelephoneNumber.Read(example.Text)}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_said_is_no_number() => Assert.Same(TelephoneNumber.None, TelephoneNumber.Read(null));

    [Fact]
    public void Whatever_is_written_is_read_and_what_is_dialled_holds_nothing_but_a_number()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        const string signs = "0123456789٠١٢٣۴५+()[]/-. x#;,=\u200e\u202a\u00a0\u0301\ud800\udc00łтелtelext%2B";
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => signs[random.Next(signs.Length)])]);
            var number = TelephoneNumber.Read(text);
            Assert.True(
                number.Dial is null || System.Text.RegularExpressions.Regex.IsMatch(number.Dial, @"^tel:\+?\d{3,17}(;ext=\d{1,7})?$"),
                $"seed {seed}: '{text}' dials {number.Dial}");
            Assert.Equal(number, TelephoneNumber.Read(number.Typed));
        }
    }

    private sealed record Example(string Text, string Typed, string? Dial);
}
