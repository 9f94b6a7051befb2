using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>Turns what a page sent into commands. The place is checked here, because only valid places can be made.</summary>
internal static class HelpRequests
{
    internal static readonly Rejection PlaceInvalid = Rejection.Invalid(
        "place.invalid", "This is not a place on Earth. Point at the map, or use the device's location.");

    private static readonly Rejection TooManyAnswers = Rejection.Invalid(
        "emergency.too_many_answers", "There are more answers than questions.");

    public static (EmergencyCommand.RaiseEmergency? Command, Rejection? Problem) ToCommand(
        this HelpRequest request, EmergencyId id, PersonId? patient, ResponsePlanBook plans)
    {
        if (request.Answers.Count > TriageProtocol.Standard.Questions.Count)
            return (null, TooManyAnswers);
        var raise = new EmergencyCommand.RaiseEmergency(
            id, patient, request.Complaint, request.Description, request.Answers, PlaceAsKnown(request.Location), request.CallbackNumber);
        return (raise with { Plans = plans, CalledAt = request.CalledAt }, null);
    }

    public static (EmergencyCommand.GiveDetails? Command, Rejection? Problem) ToCommand(
        this HelpDetails details, PersonId patient, ResponsePlanBook plans) =>
        details.Answers?.Count > TriageProtocol.Standard.Questions.Count
            ? (null, TooManyAnswers)
            : (new EmergencyCommand.GiveDetails(patient, details.Complaint, details.Description, details.Answers, details.CallbackNumber)
                {
                    Plans = plans,
                },
                null);

    public static (EmergencyCommand.ImproveLocation? Command, Rejection? Problem) ToCommand(
        this BetterLocation better,
        PersonId? patient) =>
        better.Location.ToPlace() is { } place ? (new EmergencyCommand.ImproveLocation(patient, place), null) : (null, PlaceInvalid);

    public static ProtocolView ToView(this TriageProtocol protocol) => new(
        protocol.Version,
        [.. protocol.Complaints.Select(complaint => new ComplaintEntry(complaint.Code, complaint.Label, complaint.QuestionCodes))],
        protocol.Questions);

    /// <summary>Null for coordinates that are nowhere on Earth.</summary>
    public static Place? ToPlace(this PlaceView view)
    {
        if (!Enum.IsDefined(view.Source))
            return null;
        var note = string.IsNullOrWhiteSpace(view.Note) ? null : view.Note.Trim();
        if (view is { Latitude: null, Longitude: null })
            return new Place(Point: null, AccuracyMetres: null, WithoutPoint(view.Source, note), note);
        return GeoPoint.TryCreate(view.Latitude ?? double.NaN, view.Longitude ?? double.NaN, out var point)
            && view.Source is not (LocationSource.NotYetKnown or LocationSource.CallerDoesNotKnow)
            ? new Place(point, view.AccuracyMetres, view.Source, note)
            : null;
    }

    /// <summary>A call for help goes out whatever a device says about its place: what is no place is asked for afterwards.</summary>
    private static Place PlaceAsKnown(PlaceView view)
    {
        var place = view.ToPlace() ?? Place.NotKnown;
        return place.AccuracyMetres is < 0 ? place with { AccuracyMetres = null } : place;
    }

    private static LocationSource WithoutPoint(LocationSource source, string? note) =>
        note is not null ? LocationSource.Caller
        : source is LocationSource.CallerDoesNotKnow ? source
        : LocationSource.NotYetKnown;
}
