using System.Text.Json.Serialization;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// What is asked of a consult's room, by whichever node somebody is connected to. Between nodes it goes as JSON: a name below stays, and
/// what a newer node adds, an older one ignores.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(RoomRequest.Enter), "enter")]
[JsonDerivedType(typeof(RoomRequest.View), "view")]
[JsonDerivedType(typeof(RoomRequest.Earlier), "earlier")]
[JsonDerivedType(typeof(RoomRequest.Leave), "leave")]
[JsonDerivedType(typeof(RoomRequest.Drop), "drop")]
[JsonDerivedType(typeof(RoomRequest.Show), "show")]
[JsonDerivedType(typeof(RoomRequest.Negotiate), "negotiate")]
[JsonDerivedType(typeof(RoomRequest.AddCandidate), "candidate")]
[JsonDerivedType(typeof(RoomRequest.Watch), "watch")]
[JsonDerivedType(typeof(RoomRequest.ListenTo), "listen")]
[JsonDerivedType(typeof(RoomRequest.Mark), "mark")]
[JsonDerivedType(typeof(RoomRequest.Type), "type")]
[JsonDerivedType(typeof(RoomRequest.Report), "report")]
[JsonDerivedType(typeof(RoomRequest.Quality), "quality")]
[JsonDerivedType(typeof(RoomRequest.Summary), "summary")]
[JsonDerivedType(typeof(RoomRequest.TakeAway), "take-away")]
internal abstract record RoomRequest
{
    [JsonIgnore]
    public abstract RoomKey Room { get; }

    /// <summary>It is answered after the log has taken something.</summary>
    [JsonIgnore]
    public virtual bool Writes => false;

    public abstract Task<RoomAnswer> AnswerAt(RoomHome home, CancellationToken ct);

    internal sealed record Enter(Caller Who, ActorKind Kind, Guid Consult, Guid? GoesOn, SeatPage Page) : Of<Entered>(Who, Consult)
    {
        [JsonIgnore]
        public override bool Writes => true;

        public override Task<Reply<Entered>> At(RoomHome home, CancellationToken ct) =>
            home.Seats.Enter(Who, Kind, Consult, GoesOn, Page, ct);
    }

    internal sealed record View(Caller Who, Guid Consult, long AfterMessage, string Connection) : Of<ConsultView>(Who, Consult)
    {
        public override Task<Reply<ConsultView>> At(RoomHome home, CancellationToken ct) =>
            home.Seats.View(Who, Consult, AfterMessage, Connection, ct);
    }

    internal sealed record Earlier(Caller Who, Guid Consult, long Before, string Connection) : Of<ChatPage>(Who, Consult)
    {
        public override Task<Reply<ChatPage>> At(RoomHome home, CancellationToken ct) =>
            home.Chat.Earlier(Who, Consult, Before, Connection, ct);
    }

    internal sealed record Leave(Caller Who, ActorKind Kind, Guid Consult, string Connection) : Of<Done>(Who, Consult)
    {
        [JsonIgnore]
        public override bool Writes => true;

        public override async Task<Reply<Done>> At(RoomHome home, CancellationToken ct)
        {
            await home.Seats.Leave(Who, Kind, Consult, Connection, ct);
            return Done.Value;
        }
    }

    /// <summary>A connection is gone.</summary>
    internal sealed record Drop(TenantId Tenant, Guid Consult, string Connection) : OfServer<Done>(Tenant, Consult)
    {
        public override async Task<Reply<Done>> At(RoomHome home, CancellationToken ct)
        {
            await home.Seats.Drop(Connection);
            return Done.Value;
        }
    }

    internal sealed record Show(Caller Who, Guid Consult, string Connection, MediaState Media) : Of<Done>(Who, Consult)
    {
        public override Task<Reply<Done>> At(RoomHome home, CancellationToken ct) => home.Seats.Show(Who, Consult, Connection, Media);
    }

    internal sealed record Negotiate(Caller Who, MediaOffer Offer, string Connection) : Of<MediaAnswer>(Who, Offer.ConsultId)
    {
        public override Task<Reply<MediaAnswer>> At(RoomHome home, CancellationToken ct) =>
            home.Seats.Negotiate(Who, Offer, Connection, ct);
    }

    internal sealed record AddCandidate(Caller Who, Guid Consult, string Candidate, string Connection) : Of<Done>(Who, Consult)
    {
        public override Task<Reply<Done>> At(RoomHome home, CancellationToken ct) =>
            home.Seats.AddCandidate(Who, Consult, Candidate, Connection, ct);
    }

    internal sealed record Watch(Caller Who, Guid Consult, IReadOnlyList<TrackWishView> Tracks, string Connection) : Of<Done>(Who, Consult)
    {
        public override Task<Reply<Done>> At(RoomHome home, CancellationToken ct) =>
            home.Seats.Watch(Who, Consult, Tracks, Connection, ct);
    }

    internal sealed record ListenTo(Caller Who, Guid Consult, Guid? Interpreter, string Connection) : Of<Done>(Who, Consult)
    {
        public override Task<Reply<Done>> At(RoomHome home, CancellationToken ct) =>
            home.Seats.ListenTo(Who, Consult, Interpreter, Connection, ct);
    }

    internal sealed record Mark(Caller Who, MessagesSeen Seen, string Connection) : Of<Done>(Who, Seen.ConsultId)
    {
        public override Task<Reply<Done>> At(RoomHome home, CancellationToken ct) => home.Chat.Mark(Who, Seen, Connection, ct);
    }

    internal sealed record Type(Caller Who, Guid Consult, string Connection) : Of<Done>(Who, Consult)
    {
        public override Task<Reply<Done>> At(RoomHome home, CancellationToken ct) => home.Chat.Type(Who, Consult, Connection);
    }

    internal sealed record Report(Caller Who, Guid Consult, QualitySample Sample, string Connection) : Of<Done>(Who, Consult)
    {
        public override Task<Reply<Done>> At(RoomHome home, CancellationToken ct) =>
            Task.FromResult(home.Quality.Report(Who, Consult, Sample, Connection));
    }

    internal sealed record Quality(Caller Who, Guid Consult) : Of<ConsultQuality>(Who, Consult)
    {
        public override Task<Reply<ConsultQuality>> At(RoomHome home, CancellationToken ct) => home.Quality.Now(Who, Consult, ct);
    }

    internal sealed record Summary(Caller Who, Guid Consult) : Of<ConsultQualitySummary>(Who, Consult)
    {
        [JsonIgnore]
        public override bool Writes => true;

        public override Task<Reply<ConsultQualitySummary>> At(RoomHome home, CancellationToken ct) =>
            home.Quality.Summary(Who, Consult, ct);
    }

    /// <summary>Something ended by the log, on whichever node: see <see cref="SeatRevocations"/>.</summary>
    /// <param name="Tenant">Whose consult it is.</param>
    /// <param name="Consult">The consult.</param>
    /// <param name="Loss">What ended.</param>
    /// <param name="Guest">Of a guest's seat: whose.</param>
    internal sealed record TakeAway(TenantId Tenant, Guid Consult, SeatLoss Loss, Guid Guest) : OfServer<Done>(Tenant, Consult)
    {
        [JsonIgnore]
        public override bool Writes => true;

        public override async Task<Reply<Done>> At(RoomHome home, CancellationToken ct)
        {
            await home.Revocations.Apply(this);
            return Done.Value;
        }
    }

    internal abstract record Of<T>(Caller Who, Guid Consult) : Typed<T>
    {
        [JsonIgnore]
        public override RoomKey Room => new(Who.Tenant, Consult);
    }

    internal abstract record OfServer<T>(TenantId Tenant, Guid Consult) : Typed<T>
    {
        [JsonIgnore]
        public override RoomKey Room => new(Tenant, Consult);
    }

    internal abstract record Typed<T> : RoomRequest
    {
        public abstract Task<Reply<T>> At(RoomHome home, CancellationToken ct);

        public sealed override async Task<RoomAnswer> AnswerAt(RoomHome home, CancellationToken ct) =>
            RoomAnswer.Of(await At(home, ct));
    }
}

/// <summary>What took seats away.</summary>
internal enum SeatLoss
{
    /// <summary>A guest was removed, or the link withdrawn.</summary>
    Guest,

    /// <summary>The patient waits again.</summary>
    Return,

    /// <summary>The consult is over.</summary>
    End,
}

/// <summary>Somebody has taken a seat.</summary>
/// <param name="Home">The node on which the room is.</param>
/// <param name="ReadsAfter">Lines of chat with a higher number than this are for the participant.</param>
internal sealed record Entered(string Home, long ReadsAfter);

/// <summary>The node on which a room is, as the room's requests see it: what is asked is done here.</summary>
internal sealed record RoomHome(SeatCommands Seats, ChatCommands Chat, QualityCommands Quality, SeatRevocations Revocations);
