namespace Telehealth.Media.Srtp;

/// <summary>The lengths that a profile fixes, in bytes.</summary>
public static class SrtpProfileExtensions
{
    extension(SrtpProfile profile)
    {
        /// <summary>Length of the master key and of the encryption keys: 16 or 32.</summary>
        public int KeyLength => profile == SrtpProfile.AeadAes256Gcm ? 32 : 16;

        /// <summary>Length of the master salt and of the session salts: 12 for GCM (RFC 7714 section 12), else 14.</summary>
        public int SaltLength => profile == SrtpProfile.Aes128CmSha1_80 ? 14 : 12;

        /// <summary>Length of the authentication tag: 16 for GCM, else 10.</summary>
        public int TagLength => profile == SrtpProfile.Aes128CmSha1_80 ? 10 : 16;
    }
}
