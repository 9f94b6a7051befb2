using Telehealth.Domain.Emergencies;
using Telehealth.Domain.Geo;
using Telehealth.Domain.ResponsePlans;

namespace Telehealth.Server.Emergencies;

/// <summary>Turns what a page sent into commands. The place is checked here, because only valid places can be made.</summary>
internal static class HelpRequests
{
    private static readonly Rejection PlaceInvalid = new("place.invalid", "This is not a place on Earth. Point at the map, or use the device's location.");

    public static (EmergencyCommand.RaiseEmergency? Command, Rejection? Problem) ToCommand(
        this HelpRequest request, EmergencyId id, PersonId? patient, ResponsePlanBook plans)
    {
        if (ToPlace(request.Location) is not { } place)
            return (null, PlaceInvalid);
        if (request.Answers.Count > TriageProtocol.Standard.Questions.Count)
            return (null, new Rejection("emergency.too_many_answers", "There are more answers than questions."));
        var raise = new EmergencyCommand.RaiseEmergency(id, patient, request.Complaint, request.Description, request.Answers, place, request.CallbackNumber);
        return (raise with { Plans = plans }, null);
    }

    public static (EmergencyCommand.ImproveLocation? Command, Rejection? Problem) ToCommand(this BetterLocation better, PersonId? patient) =>
        ToPlace(better.Location) is { } place ? (new EmergencyCommand.ImproveLocation(patient, place), null) : (null, PlaceInvalid);

    public static ProtocolView ToView(this TriageProtocol protocol) => new(
        protocol.Version,
        [.. protocol.Complaints.Select(complaint => new ComplaintEntry(complaint.Code, complaint.Label, complaint.QuestionCodes))],
        protocol.Questions);

    private static Place? ToPlace(PlaceView view) =>
        GeoPoint.TryCreate(view.Latitude, view.Longitude, out var point) && Enum.IsDefined(view.Source)
            ? new Place(point, view.AccuracyMetres, view.Source, view.Note)
            : null;
}
