using System.Runtime.InteropServices;

namespace Telehealth.Media.OpenSsl;

/// <summary>
/// OpenSSL's <c>SHA_CTX</c>: 96 bytes of plain data (five words, a bit count in two, one block of 16 words, a fill level).
/// Copying it is how a keyed hash starts each packet without hashing its key again.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 96)]
internal struct Sha1State;
