using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SpanAttention.Cluster.Tests;

/// <summary>A certificate that signs itself, and its key, in files.</summary>
internal sealed class TemporaryCertificate : IDisposable
{
    public TemporaryCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=gpt", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        System.IO.File.WriteAllText(File, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public string File { get; } = Path.GetTempFileName();

    public string KeyFile { get; } = Path.GetTempFileName();

    public void Dispose()
    {
        System.IO.File.Delete(File);
        System.IO.File.Delete(KeyFile);
    }
}
