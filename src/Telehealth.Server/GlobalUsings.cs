global using Telehealth.Domain.Deciding;
global using Telehealth.Server.Platform.Sql;
