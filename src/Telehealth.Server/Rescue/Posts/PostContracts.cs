using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Posts;

/// <summary>Which idle units could wait elsewhere so that more is covered. Nothing moves until a person accepts it.</summary>
/// <param name="CoverageBefore">Share of all demand that a free unit is expected to reach in time as units stand now, 0 to 1.</param>
/// <param name="CoverageAfter">The same once all have arrived.</param>
/// <param name="Text">The same for people.</param>
[HttpContract]
internal sealed record PostSuggestionView(
    double CoverageBefore, double CoverageAfter, IReadOnlyList<PostMoveView> Moves, IReadOnlyList<PostView> Posts, string Text);

/// <param name="Gain">How much coverage rises by it, after the moves before it.</param>
[HttpContract]
internal sealed record PostMoveView(Guid UnitId, string CallSign, string Post, TravelEstimate Travel, double Gain, string Reason);

[HttpContract]
internal sealed record PostView(string Name, double Latitude, double Longitude);

[HttpContract]
internal sealed record PostCommand(Guid CommandId, Guid UnitId, string Post);
