global using Telehealth.Domain.Deciding;
