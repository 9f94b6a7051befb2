using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>A correction in a sentence for those who must know.</summary>
internal static class ChangeText
{
    public static string Of(Correction was, Correction now)
    {
        string?[] parts =
        [
            now.Place is { } place ? PlaceText(was.Place, place) : null,
            now.CallbackNumber switch
            {
                null => null,
                "" => "The call-back number was wrong: there is none.",
                var number => $"The call-back number is {number}.",
            },
            now.Complaint is { } complaint
                ? $"It is {TriageProtocol.Standard.LabelOf(complaint)}, not {TriageProtocol.Standard.LabelOf(was.Complaint ?? string.Empty)}."
                : null,
            now.AgeYears is { } age ? $"The patient is {age} years old." : null,
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }

    private static string PlaceText(Place? was, Place now) =>
        (was?.Point, now.Point) switch
        {
            ({ } before, { } after) when before != after =>
                $"The place is {before.DistanceTo(after).Metres:0} m away from where it was said to be.",
            (null, { }) => "The place is known now.",
            _ => "The words about the place have changed.",
        };
}
