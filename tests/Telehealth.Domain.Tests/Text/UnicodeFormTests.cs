using System.Security.Cryptography;
using System.Text;
using Telehealth.Domain.Text;

namespace Telehealth.Domain.Tests.Text;

public sealed class UnicodeFormTests
{
    // What CPython's unicodedata (Unicode 14.0) makes of every character but ideographs, alone and among marks of other classes, hashed.
    private const string Composed = "5668983e346facbd6dc76a4bcaea3c03deefa6ec5893fbaa02fabbbc3f58d4a1";
    private const string Decomposed = "c84553d85d28b66d8a7e28f43c6c00e01e813e7d6c657552a2105dd0cc303d2e";

    [Fact]
    public void Every_character_is_put_together_as_another_implementation_does() => Assert.Equal(Composed, HashOf(UnicodeForm.Compose));

    [Fact]
    public void Every_character_is_taken_apart_as_another_implementation_does() => Assert.Equal(Decomposed, HashOf(UnicodeForm.Decompose));

    [Theory]
    [InlineData("Schlu\u0308ssel-Stra\u00dfe-e\u0301", "Schl\u00fcssel-Stra\u00dfe-\u00e9")]
    [InlineData("\u1100\u1161\u11a8", "\uac01")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void Text_typed_on_one_system_is_the_same_as_typed_on_another(string typed, string composed) =>
        Assert.Equal(composed, UnicodeForm.Compose(typed));

    private static string HashOf(Func<string, string> form)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var code = 0; code < 0x30000; code++)
        {
            // Ideographs are what they are, by the tens of thousands.
            if (!Rune.IsValid(code) || code is (>= 0x3400 and <= 0x9FFF) or (>= 0x17000 and <= 0x18AFF) or (>= 0x20000 and < 0x2F800))
                continue;
            hash.AppendData(Encoding.UTF8.GetBytes(form(new Rune(code).ToString())));
            hash.AppendData(Encoding.UTF8.GetBytes(form($"a\u0323{new Rune(code)}\u0301\u0327")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
