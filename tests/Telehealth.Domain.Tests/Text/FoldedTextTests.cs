using Telehealth.Domain.Text;

namespace Telehealth.Domain.Tests.Text;

public sealed class FoldedTextTests
{
    [Fact]
    public void A_name_is_found_whatever_case_accents_spelling_or_order_it_is_typed_in()
    {
        var wrong = Examples.Of<Example>("searches")
            .Where(example => FoldedText.Finds(example.Query, example.Text) != example.Found)
            .Select(example => $"'{example.Query}' in '{example.Text}' ({string.Join(' ', FoldedText.Words(example.Text))})");

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_folded_word_holds_nothing_that_a_query_language_reads()
    {
        var every = string.Concat(
            Enumerable.Range(0, 0x3000).Where(System.Text.Rune.IsValid).Select(code => new System.Text.Rune(code).ToString()));

        Assert.DoesNotContain(
            FoldedText.Words(every).Concat(FoldedText.Query("a' | b & !c:* \\ <-> (d)").SelectMany(ways => ways)),
            word => word.Length == 0 || word.Any(letter => "'\\&|!:*<>() \0".Contains(letter)));
    }

    [Fact]
    public void Names_are_sorted_by_their_letters_and_not_by_their_case_or_accents() =>
        Assert.Equal(["ana", "Öhler", "Oz", "Zoe"], new[] { "Zoe", "Oz", "Öhler", "ana" }.OrderBy(FoldedText.Fold, StringComparer.Ordinal));

    private sealed record Example(string Query, string Text, bool Found);
}
