using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Text;
using Telehealth.Domain.Triage;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Hospitals;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Architecture.Tests.Contracts;

/// <summary>A rule of the server that a page must know before it asks.</summary>
/// <param name="File">Of the contracts, without its ending.</param>
/// <param name="Name">In TypeScript.</param>
/// <param name="Write">Its text, given how a type is named.</param>
internal sealed record ContractConstant(string File, string Name, Func<Func<Type, string>, string> Write);

/// <summary>
/// The limits and legal steps that pages go by: a field stops where the server would refuse, and a button offers only what may follow. They
/// are generated, so no page keeps a copy that could grow old.
/// </summary>
internal static class ContractConstants
{
    public static readonly IReadOnlyList<ContractConstant> All =
    [
        Number("access", "longestPassword", "Of a password, in UTF-16 units.", Passwords.Longest),
        Number("access", "shortestPassword", "Of a password, in UTF-16 units.", Passwords.Shortest),
        Number("domain/consults", "longestConsultReason", "Of what a consult is about, in UTF-16 units.", ConsultRules.MaxReason),
        Number("domain/consults", "longestGuestName", "Of the name of a guest, in UTF-16 units.", ConsultRules.MaxGuestName),
        Number("domain/consults", "longestMessage", "Of a line of chat, in UTF-16 units.", ConsultRules.MaxMessage),
        Number("domain/consults", "mostLinesAtOnce", "Lines of chat that are given at once.", ChatRules.MostLinesAtOnce),
        Number("dispatching", "longestIncidentSearch", "Of what incidents are searched for, in UTF-16 units.", IncidentFinder.LongestText),
        Number(
            "domain/emergencies", "longestEmergencyText", "Of a description, a note or a caller's words, in UTF-16 units.",
            EmergencyRules.MaxText),
        Number("domain/emergencies", "longestEmergencyReason", "Of a reason, in UTF-16 units.", EmergencyRules.MaxReason),
        Number("domain/emergencies", "longestPlaceNote", "Of a place in words, in UTF-16 units.", EmergencyRules.MaxReason),
        Number("hospitals", "longestHospitalReason", "Of why a hospital takes nobody, in UTF-16 units.", HospitalBoard.LongestReason),
        Number("paramedics", "mostPhotosOfJob", "Pictures of one job.", JobPhotos.MostPerJob),
        Number(
            "domain/responsePlans", "longestPlanNote", "Of what is changed by a publication, in UTF-16 units.", ResponsePlanRules.MaxNote),
        Number("domain/responsePlans", "longestPlanRole", "Of the name of a kind of unit, in UTF-16 units.", ResponsePlanRules.MaxRole),
        Number("domain/responsePlans", "mostPlanLevels", "Alarm levels of a row.", ResponsePlanRules.MaxLevels),
        Number("domain/responsePlans", "mostPlanRows", "Rows of a book.", ResponsePlanRules.MaxPlans),
        Number("domain/responsePlans", "mostPlanUnits", "Units of a row, all levels together.", ResponsePlanRules.MaxUnits),
        Number("domain/responsePlans", "mostPlanUnitsOfKind", "Units of one requirement.", ResponsePlanRules.MaxCount),
        Number("domain/text", "longestName", "Of the name of an account, in UTF-16 units.", PersonName.Longest),
        Number("domain/text", "longestQuery", "Of what is looked at of a query, in UTF-16 units.", FoldedText.LongestQuery),
        Number("domain/text", "longestTelephone", "Of a telephone number as it is typed, in UTF-16 units.", TelephoneNumber.Longest),
        Number("domain/triage", "lastUrgentPriority", "Up to this one crews drive with lights and sirens.", (int)Urgency.Last),
        Duration(
            "dispatching", "endedShownForMs", "For how long an emergency stays on the board after its end.", BoardQueries.ShownAfterEnd),
        Duration("domain/consults", "typingEveryMs", "Between two times that the others are told of one who writes.", ChatRules.TypingEvery),
        Duration("domain/consults", "opensBeforeMs", "So long before it begins a booked visit can be opened.", ConsultRules.OpensBefore),
        Duration(
            "units", "fixCountsForMs", "For how long a unit is proposed by its last position; from then on it is offered nothing.",
            UnitSelection.MaximumFixAge),
        new(
            "domain/emergencies", "endedPhases",
            name =>
                Doc("When help is neither needed nor under way any more. A phase that a page does not know is none of them.")
                + $"export const endedPhases: readonly {name(typeof(EmergencyPhase))}[] = {EndedPhases};\n"),
        Statuses("jobStatuses", "Once a crew has taken it, until it is clear.", AssignmentSteps.IsJob),
        Statuses("liveStatuses", "While a unit is bound by it, in the order of a job.", AssignmentSteps.IsLive),
        Statuses("underWayStatuses", "While a crew is not with the patient yet: only then can it be diverted.", AssignmentSteps.IsUnderWay),
        new(
            "domain/emergencies", "reportsAfter",
            name =>
                Doc("What a crew may report next, by what it reported last; the server refuses the rest.")
                + $"export const reportsAfter: Readonly<Record<{name(typeof(AssignmentStatus))}, readonly {name(typeof(AssignmentStatus))}[]>> = {{\n"
                + string.Concat(
                    Enum.GetValues<AssignmentStatus>()
                        .Select(present => $"  {Literal(present)}: {ListAfter(present)},\n"))
                + "};\n"),
    ];

    private static ContractConstant Number(string file, string name, string doc, int value) =>
        new(file, name, _ => Doc(doc) + $"export const {name} = {value};\n");

    private static ContractConstant Duration(string file, string name, string doc, TimeSpan value) =>
        new(file, name, _ => Doc(doc) + $"export const {name} = {value.TotalMilliseconds:0};\n");

    private static ContractConstant Statuses(string name, string doc, Func<AssignmentStatus, bool> isIn) =>
        new(
            "domain/emergencies", name,
            nameOf => Doc(doc) + $"export const {name}: readonly {nameOf(typeof(AssignmentStatus))}[] = {List(isIn)};\n");

    private static string Doc(string text) => $"/** {text} */\n";

    private static string EndedPhases => List<EmergencyPhase>(phase => !EmergencyPhases.IsOpen(phase));

    private static string ListAfter(AssignmentStatus present) => List<AssignmentStatus>(next => AssignmentSteps.MayFollow(present, next));

    private static string List<T>(Func<T, bool> isIn)
        where T : struct, Enum =>
        $"[{string.Join(", ", Enum.GetValues<T>().Where(isIn).Select(value => $"'{Literal(value)}'"))}]";

    private static string Literal<T>(T value)
        where T : struct, Enum =>
        TypeScriptContract.Camel(value.ToString());
}
