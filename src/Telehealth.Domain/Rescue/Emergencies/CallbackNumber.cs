using Telehealth.Domain.Text;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// The number to ring back, as it was typed. It never stands in the way of help:
/// nothing typed is no number, and what cannot be dialled is kept for a person to read.
/// </summary>
public static class CallbackNumber
{
    /// <summary>Most that is kept, in UTF-16 units.</summary>
    public const int MaxLength = TelephoneNumber.Longest;

    /// <summary>What is kept of what was typed (<see cref="TelephoneNumber.Typed"/>); null when nothing is left.</summary>
    public static string? Kept(string? typed) => TelephoneNumber.Read(typed) is { Typed.Length: > 0 } number ? number.Typed : null;
}
