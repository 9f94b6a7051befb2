namespace Telehealth.Server.Visits.Consults;

/// <summary>Section <c>Consults</c>.</summary>
internal sealed class ConsultOptions
{
    /// <summary>How long a seat waits for somebody whose connection dropped.</summary>
    public TimeSpan SeatKeptFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long somebody waits for the room of their consult when it is on another node; what the log must take may take longer. Then the
    /// page asks again by itself.
    /// </summary>
    public TimeSpan RoomAnswersWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the media of visits go on at a node that was told to end, counted from when it leads its pages away. Then people have them
    /// at another node, after a moment's silence.
    /// </summary>
    public TimeSpan RoomsStayFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a guest link is good for.</summary>
    public TimeSpan GuestLinkValidFor { get; set; } = TimeSpan.FromHours(4);

    /// <summary>
    /// STUN and TURN servers told to browsers, such as <c>turn:turn.example:3478</c>. Empty when the relay is reached directly.
    /// </summary>
    public IReadOnlyList<string> IceServers { get; set; } = [];

    /// <summary>
    /// The secret that is shared with the TURN servers (coturn's <c>static-auth-secret</c>); without it only STUN servers can be told.
    /// </summary>
    public string? TurnSecret { get; set; }

    /// <summary>How long a TURN credential is good for; a connection that it opened goes on.</summary>
    public TimeSpan TurnCredentialValidFor { get; set; } = TimeSpan.FromHours(4);
}
