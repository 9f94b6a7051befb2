using Telehealth.Domain.Text;

namespace Telehealth.Domain.Tests.Text;

public sealed class PersonNameTests
{
    [Fact]
    public void A_name_has_a_letter_that_can_be_seen_and_nothing_that_cannot()
    {
        var wrong = Examples.Of<Example>("names")
            .Where(example => PersonName.Read(example.Text) != example.Name)
            .Select(example => $"'{example.Text}' is read as '{PersonName.Read(example.Text)}'");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Half_a_pair_is_no_part_of_a_name() => Assert.Equal("Ana", PersonName.Read("\ud800Ana\udc00"));

    [Fact]
    public void Digits_of_every_script_are_folded()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (System.Text.Rune.IsValid(code) && new System.Text.Rune(code) is var rune && System.Text.Rune.IsDigit(rune))
                Assert.True(PlainText.FoldDigits($"{rune}") is [>= '0' and <= '9'], $"U+{code:X}");
        }
    }

    private sealed record Example(string Text, string? Name);
}
