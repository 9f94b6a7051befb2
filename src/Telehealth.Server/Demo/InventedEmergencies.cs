using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Demo;

/// <summary>Makes emergencies up: what a caller might say, somewhere on a street of the city. Nobody in them exists.</summary>
internal sealed class InventedEmergencies(City city, Random random)
{
    private static readonly Story[] Stories =
    [
        new("chest-pain", "Man, 58, pressure on the chest for half an hour, spreading to the left arm.", "sweating"),
        new("chest-pain", "Woman, 71, chest pain since breakfast, has had a stent. Feels sick."),
        new("breathing", "Woman, 34, asthma, her inhaler no longer helps. Speaks in single words."),
        new("breathing", "Boy, 6, barking cough and noisy breathing since tonight.", "child"),
        new("breathing", "Man, 79, short of breath lying down, swollen legs, sits upright at the window."),
        new("stroke", "Woman, 66, mouth hangs on one side and her words are slurred. Noticed an hour ago.", "recent"),
        new("stroke", "Man, 82, weak left arm since he woke up. Confused."),
        new("unconscious", "Man, about 45, found lying beside a bench, snoring, does not answer."),
        new("fall", "Woman, 84, fell in the bathroom, hip pain, cannot get up."),
        new("fall", "Roofer, 29, fell from the scaffolding, awake, back hurts.", "fall-height"),
        new("fall", "Cyclist, 41, slipped on the tram rails, wrist looks bent."),
        new("accident", "Two cars at the crossing, one driver has neck pain, airbags went off."),
        new("accident", "Car against a tree, driver awake, door cannot be opened.", "trapped"),
        new("allergy", "Man, 24, stung by a wasp, hives everywhere, lips are swelling.", "swelling"),
        new("bleeding", "Cook, 37, deep cut in the forearm, towel soaked through.", "bleeding-spurting"),
        new("burns", "Toddler, 2, pulled a cup of hot tea over the arm.", "child"),
        new("childbirth", "Woman, 31, second child, waters broke, contractions every three minutes."),
        new("unwell", "Woman, 47, diabetic, shaky and confused, sugar reads low."),
        new("unwell", "Man, 68, fever and shivering for two days, now too weak to stand."),
        new("other", "Neighbour has not opened for two days, radio is playing, no answer at the door."),
    ];

    private static readonly string[] Landmarks =
    [
        "second floor, bell on the left", "behind the bakery", "ground floor, door is open",
        "at the bus stop", "someone waves at the kerb", "entrance from the yard",
    ];

    /// <summary>
    /// The next one. The number to call back is one of 555-0100 to 555-0199, set aside in North America for examples and fiction.
    /// </summary>
    public HelpRequest Next(Guid commandId)
    {
        var story = Stories[random.Next(Stories.Length)];
        return new HelpRequest(commandId, story.Complaint, Answers(story), story.Text, Place(), $"+1 555 555 01{random.Next(100):D2}");
    }

    /// <summary>The calm answer to every question of the complaint, except those that the story says otherwise.</summary>
    private static List<TriageAnswer> Answers(Story story)
    {
        var complaint = TriageProtocol.Standard.Complaints.First(known => known.Code == story.Complaint);
        return [.. complaint.QuestionCodes.Select(code => new TriageAnswer(code, IsYes(code) ? Answer.Yes : Answer.No))];

        bool IsYes(string code) => code is "conscious" or "breathing" || story.Yes.Contains(code);
    }

    private PlaceView Place()
    {
        var graph = city.Graph;
        int arc;
        do
        {
            arc = random.Next(graph.ArcCount);
        }
        while (graph.Class(arc) == RoadClass.Motorway || graph.Name(arc).Length == 0);

        var (from, to) = (graph.Place(graph.Tail(arc)), graph.Place(graph.Head(arc)));
        var share = random.NextDouble();
        double Beside() => (random.NextDouble() - 0.5) * 0.0003;
        var place = GeoPoint.Of(
            from.Latitude + (to.Latitude - from.Latitude) * share + Beside(),
            from.Longitude + (to.Longitude - from.Longitude) * share + Beside());
        var note = $"{random.Next(1, 120)} {graph.Name(arc)}, {Landmarks[random.Next(Landmarks.Length)]}";
        return new PlaceView(place.Latitude, place.Longitude, random.Next(5, 40), LocationSource.Device, note);
    }

    /// <param name="Yes">Questions beyond being awake and breathing that are answered with yes.</param>
    private sealed record Story(string Complaint, string Text, params string[] Yes);
}
