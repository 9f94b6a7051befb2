using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Telehealth.Media.OpenSsl;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Dtls;

/// <summary>What the library says after it has worked on a datagram.</summary>
internal enum AssociationProgress
{
    /// <summary>The handshake goes on.</summary>
    Handshaking,

    /// <summary>The handshake is complete.</summary>
    Established,

    /// <summary>The peer said close_notify.</summary>
    Closed,

    /// <summary>An alert, or bytes that break the protocol.</summary>
    Broken,
}

/// <summary>One <c>SSL</c> object between two memory BIOs, either end of a handshake.</summary>
internal sealed class DtlsAssociation : IDisposable
{
    /// <summary>Slot 0 of the extra data is the application's by OpenSSL's convention.</summary>
    public const int ApplicationData = 0;

    /// <summary>
    /// What a datagram carries at most, in both directions: with IPv6, UDP and a tunnel around it, it still fits an Ethernet frame,
    /// and browsers use the same figure.
    /// </summary>
    public const int Mtu = 1_200;

    private const string ExporterLabel = "EXTRACTOR-dtls_srtp";

    private readonly SslHandle ssl;
    private readonly nint readBio;
    private readonly nint writeBio;
    private GCHandle check;

    public unsafe DtlsAssociation(SslContextHandle context, PeerCertificateCheck certificateCheck, bool isServer)
    {
        ssl = LibSsl.SSL_new(context);
        if (ssl.IsInvalid) throw new InvalidOperationException("OpenSSL refused an association.");
        readBio = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        writeBio = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        LibSsl.SSL_set_bio(ssl, readBio, writeBio);
        check = GCHandle.Alloc(certificateCheck);
        LibSsl.SSL_set_ex_data(ssl, ApplicationData, GCHandle.ToIntPtr(check));
        LibSsl.SSL_ctrl(ssl, LibSsl.ControlSetMtu, Mtu, 0);
        LibSsl.DTLS_set_timer_cb(ssl, &NeverInThisHour);
        if (isServer) LibSsl.SSL_set_accept_state(ssl);
        else LibSsl.SSL_set_connect_state(ssl);
    }

    /// <summary>Where the library has left the records that are to be sent.</summary>
    public nint Output => writeBio;

    public SslHandle Handle => ssl;

    /// <summary>
    /// Feeds one datagram. The BIO is a stream and loses where a datagram ends, so it holds one at a time, and what the library
    /// left of the last one is thrown away.
    /// </summary>
    public AssociationProgress Receive(ReadOnlySpan<byte> datagram)
    {
        LibCrypto.BIO_ctrl(readBio, LibCrypto.BioControlReset, 0, 0);
        if (LibCrypto.BIO_write(readBio, datagram, datagram.Length) != datagram.Length) return AssociationProgress.Broken;
        return Advance();
    }

    /// <summary>Lets the library work on what it has; a client starts with this.</summary>
    public AssociationProgress Advance()
    {
        if (LibSsl.SSL_is_init_finished(ssl) == 0)
        {
            // The error queue is the thread's, and the runtime uses the same library: an old entry would be taken for ours.
            LibCrypto.ERR_clear_error();
            var result = LibSsl.SSL_do_handshake(ssl);
            if (result != 1) return Explain(result, AssociationProgress.Handshaking);
        }
        return Drain();
    }

    /// <summary>Says close_notify.</summary>
    public void SayGoodbye()
    {
        LibCrypto.ERR_clear_error();
        _ = LibSsl.SSL_shutdown(ssl);
    }

    /// <summary>The profile that was negotiated (RFC 5764 section 4.1.2), or null.</summary>
    public SrtpProfile? SelectedProfile()
    {
        var profile = LibSsl.SSL_get_selected_srtp_profile(ssl);
        if (profile == 0) return null;
        var id = Marshal.ReadIntPtr(profile, nint.Size);
        return Enum.IsDefined((SrtpProfile)id) ? (SrtpProfile)id : null;
    }

    /// <summary>Exports the master keys (RFC 5764 section 4.2): client key, server key, client salt, server salt.</summary>
    public SrtpKeys? ExportKeys(SrtpProfile profile)
    {
        Span<byte> material = stackalloc byte[2 * (32 + 14)];
        material = material[..(2 * (profile.KeyLength + profile.SaltLength))];
        Span<byte> label = stackalloc byte[ExporterLabel.Length];
        System.Text.Encoding.ASCII.GetBytes(ExporterLabel, label);
        var result = LibSsl.SSL_export_keying_material(ssl, material, (nuint)material.Length, label, (nuint)label.Length, 0, 0, 0);
        var keys = result == 1 ? new SrtpKeys(profile, material) : null;
        CryptographicOperations.ZeroMemory(material);
        return keys;
    }

    public void Dispose()
    {
        ssl.Dispose();
        if (check.IsAllocated) check.Free();
    }

    /// <summary>Reads and drops application data: there is no data channel here, but alerts come the same way.</summary>
    private AssociationProgress Drain()
    {
        Span<byte> discarded = stackalloc byte[2_048];
        while (true)
        {
            LibCrypto.ERR_clear_error();
            var result = LibSsl.SSL_read(ssl, discarded, discarded.Length);
            if (result <= 0) return Explain(result, AssociationProgress.Established);
        }
    }

    private AssociationProgress Explain(int result, AssociationProgress whileWaiting) => LibSsl.SSL_get_error(ssl, result) switch
    {
        LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite => whileWaiting,
        LibSsl.ErrorZeroReturn => AssociationProgress.Closed,
        _ => AssociationProgress.Broken,
    };

    /// <summary>
    /// The library's retransmission timer reads the wall clock, so it is put off beyond any handshake. <see cref="DtlsFlights"/>
    /// retransmits by the time that comes in as an argument.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint NeverInThisHour(nint ssl, uint microseconds) => 3_600_000_000;
}
