using Telehealth.Domain.Text;

namespace Telehealth.Domain.Tests.Text;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠SUM(A1)")]
    [InlineData("  =1+1")]
    [InlineData("\u200e=1+1")]
    [InlineData("\u00a0@x")]
    [InlineData("-5 pain")]
    [InlineData("−5")]
    [InlineData("|cmd")]
    [InlineData("0731555")]
    [InlineData("٠٧٣١٥٥٥")]
    [InlineData("12345678901234567890")]
    [InlineData("3-4")]
    [InlineData("3/4/26")]
    [InlineData("10:30")]
    [InlineData("1e5")]
    [InlineData("12.5")]
    [InlineData("3 May")]
    [InlineData("Mar 3")]
    [InlineData("MAR-26")]
    [InlineData("3. Mai 2026")]
    public void What_a_spreadsheet_would_reckon_with_is_marked_as_text(string written) =>
        Assert.Equal($"'{written}", CsvText.Written(written));

    [Theory]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\nx", "\"'\nx\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    public void What_is_marked_is_quoted_where_it_must_be(string written, string field) => Assert.Equal(field, CsvText.Written(written));

    [Theory]
    [InlineData("Trouble breathing, priority 1.", "\"Trouble breathing, priority 1.\"")]
    [InlineData("A12 accepted", "A12 accepted")]
    [InlineData("Says \"help\"", "\"Says \"\"help\"\"\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("Two people, 3-4 years", "\"Two people, 3-4 years\"")]
    [InlineData("call 0731555", "call 0731555")]
    [InlineData("سقوط من الدرج", "سقوط من الدرج")]
    [InlineData("", "")]
    public void What_is_plain_text_stays_as_it_is(string written, string field) => Assert.Equal(field, CsvText.Written(written));

    [Fact]
    public void A_row_ends_as_the_format_says() =>
        Assert.Equal(
            "1,2026-01-01T10:00:00.000Z,'0731\r\n",
            CsvText.Row(CsvText.Own("1"), CsvText.Own("2026-01-01T10:00:00.000Z"), CsvText.Written("0731")));
}
