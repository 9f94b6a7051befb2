using Telehealth.Domain.Emergencies;

namespace Telehealth.Domain.Tests.Emergencies;

public sealed class CallbackNumberTests
{
    [Theory]
    [InlineData("12345")]
    [InlineData("+49 (731) 123-45/6")]
    [InlineData(" +1 555 555 0100 ")]
    [InlineData("123456789012345")]
    [InlineData("0731.123.456")]
    public void A_number_that_can_be_rung_is_valid(string number) => Assert.True(CallbackNumber.IsValid(number));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("1234")]
    [InlineData("1234567890123456")]
    [InlineData("12345 ext 6")]
    [InlineData("12+345")]
    [InlineData("++12345")]
    [InlineData("12345;rm")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("12345                           ")]
    [InlineData("12345\n67")]
    public void Anything_else_is_not(string number) => Assert.False(CallbackNumber.IsValid(number));
}
