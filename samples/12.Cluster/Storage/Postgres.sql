-- What Orleans' ADO.NET providers ask of a database: tables, and queries that they look up by name. Their parameters and columns are the providers' own.
-- A change of membership and of its version is one statement, which changes both or, where the version is another by now, neither.

CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey varchar(64) PRIMARY KEY, QueryText varchar(8000) NOT NULL);

CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable (DeploymentId varchar(150) PRIMARY KEY, Timestamp timestamptz NOT NULL DEFAULT now(), Version integer NOT NULL DEFAULT 0);

CREATE TABLE IF NOT EXISTS OrleansMembershipTable (
    DeploymentId varchar(150) NOT NULL, Address varchar(45) NOT NULL, Port integer NOT NULL, Generation integer NOT NULL, SiloName varchar(150) NOT NULL, HostName varchar(150) NOT NULL,
    Status integer NOT NULL, ProxyPort integer, SuspectTimes varchar(8000), StartTime timestamptz NOT NULL, IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation));

CREATE TABLE IF NOT EXISTS OrleansStorage (
    GrainIdHash integer NOT NULL, GrainIdN0 bigint NOT NULL, GrainIdN1 bigint NOT NULL, GrainTypeHash integer NOT NULL, GrainTypeString varchar(512) NOT NULL,
    GrainIdExtensionString varchar(512) NOT NULL, ServiceId varchar(150) NOT NULL, PayloadBinary bytea, ModifiedOn timestamptz NOT NULL DEFAULT now(), Version integer NOT NULL,
    PRIMARY KEY (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId));

INSERT INTO OrleansQuery VALUES
('InsertMembershipVersionKey', $$
    WITH inserted AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM inserted $$),
('InsertMembershipKey', $$
    WITH version AS (
        UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1 WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING 1),
    silo AS (
        INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime WHERE EXISTS (SELECT FROM version)
        ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM silo $$),
('UpdateMembershipKey', $$
    WITH version AS (
        UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1 WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING 1),
    silo AS (
        UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
        WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND EXISTS (SELECT FROM version) RETURNING 1)
    SELECT count(*)::integer FROM silo $$),
('UpdateIAmAlivetimeKey', $$
    UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation $$),
('MembershipReadRowKey', $$
    SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
    FROM OrleansMembershipVersionTable v
    LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    WHERE v.DeploymentId = @DeploymentId $$),
('MembershipReadAllKey', $$
    SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
    FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId
    WHERE v.DeploymentId = @DeploymentId $$),
('DeleteMembershipTableEntriesKey', $$
    WITH silos AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
    DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId $$),
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3 $$),
('GatewaysQueryKey', $$
    SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0 $$),
('ReadFromStorageKey', $$
    SELECT PayloadBinary, now() AS ReadAt, Version FROM OrleansStorage
    WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash AND GrainTypeString = @GrainTypeString
        AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId $$),
('WriteToStorageKey', $$
    WITH updated AS (
        UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = now(), Version = Version + 1
        WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash AND GrainTypeString = @GrainTypeString
            AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId AND Version = @GrainStateVersion::integer RETURNING Version),
    inserted AS (
        INSERT INTO OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, Version)
        SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, 1 WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT DO NOTHING RETURNING Version),
    written AS (SELECT Version FROM updated UNION ALL SELECT Version FROM inserted)
    SELECT COALESCE((SELECT Version FROM written), @GrainStateVersion::integer) AS NewGrainStateVersion $$),
('ClearStorageKey', $$
    WITH cleared AS (
        UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
        WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash AND GrainTypeString = @GrainTypeString
            AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId AND Version = @GrainStateVersion::integer RETURNING Version)
    SELECT COALESCE((SELECT Version FROM cleared), @GrainStateVersion::integer) AS NewGrainStateVersion $$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = EXCLUDED.QueryText;
