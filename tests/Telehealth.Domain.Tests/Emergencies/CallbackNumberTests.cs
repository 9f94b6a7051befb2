using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Domain.Tests.Emergencies;

public sealed class CallbackNumberTests
{
    [Theory]
    [InlineData(" +1 555 555 0100 ", "+1 555 555 0100")]
    [InlineData("٠٥٠١٢٣٤٥٦٧", "0501234567")]
    [InlineData("\u202a0731\u00a05550177\u202c", "0731 5550177")]
    [InlineData("0731 5550177 (wife)", "0731 5550177 (wife)")]
    [InlineData("withheld", "withheld")]
    [InlineData("112", "112")]
    public void A_number_is_kept_as_it_was_typed_with_nothing_unseen_in_it(string typed, string kept) =>
        Assert.Equal(kept, CallbackNumber.Kept(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u200e\t")]
    public void Nothing_typed_is_no_number(string? typed) => Assert.Null(CallbackNumber.Kept(typed));
}
