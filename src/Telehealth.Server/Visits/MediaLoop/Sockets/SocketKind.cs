namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>How datagrams pass between the relay and the system.</summary>
internal enum SocketKind
{
    /// <summary>Many in one system call, where the system can; else as <see cref="Plain"/>.</summary>
    Batched,

    /// <summary>One in each system call: works everywhere.</summary>
    Plain,
}
