using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Cluster.Hosting;

/// <summary>The certificate that every process of a cluster shows and asks for: who does not have it is not let in.</summary>
internal static class Certificates
{
    /// <summary>The certificate and its key, from the files that the settings name.</summary>
    public static X509Certificate2 Load(ClusterSettings settings) => X509Certificate2.CreateFromPemFile(settings.Certificate!, settings.CertificateKey);

    /// <summary>Trusts that certificate, and no other.</summary>
    public static void Trust(TlsOptions options, ClusterSettings settings)
    {
        byte[] trusted = Load(settings).RawData;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => certificate.RawData.AsSpan().SequenceEqual(trusted);
        options.OnAuthenticateAsClient = static (_, authentication) => authentication.TargetHost = ClusterNames.Service;
    }
}
