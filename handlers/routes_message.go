package handlers

import "meguri/models"

// messageRoutes: messages, mails and addresses.
func (h *handlers) messageRoutes() []route {
	return []route{
		{get, "/address/:secret", anyone.Limited(30, 30), h.public.Address},
		{post, "/address/:secret", anyone.Limited(30, 30), h.public.ConfirmAddress},
		{get, "/news/:secret", anyone.Limited(30, 30), h.public.News},
		{post, "/news/:secret", anyone.Limited(30, 30), h.public.RefuseNews},

		{get, "/staff/events/:slug/messages", may(models.EditPeople), h.messages.List},
		{get, "/staff/events/:slug/messages/new", may(models.EditPeople), h.messages.New},
		{post, "/staff/events/:slug/messages/new", may(models.EditPeople), h.messages.Create},
		{get, "/staff/events/:slug/messages/reach", may(models.EditPeople), h.messages.Reach},
		{post, "/staff/events/:slug/messages/preview", may(models.EditPeople), h.messages.PreviewTyped},
		{get, "/staff/events/:slug/messages/:id", may(models.EditPeople), h.messages.Message},
		{post, "/staff/events/:slug/messages/:id", may(models.EditPeople), h.messages.Save},
		{get, "/staff/events/:slug/messages/:id/preview", may(models.EditPeople), h.messages.Preview},
		{get, "/staff/events/:slug/messages/:id/send", may(models.EditPeople), h.messages.SendForm},
		{post, "/staff/events/:slug/messages/:id/send", may(models.EditPeople), h.messages.Send},
		{post, "/staff/events/:slug/messages/:id/unschedule", may(models.EditPeople), h.messages.Unschedule},
		{post, "/staff/events/:slug/messages/:id/stop", may(models.EditPeople), h.messages.Stop},
		{post, "/staff/events/:slug/messages/:id/switch", may(models.EditPeople), h.messages.Switch},
		{post, "/staff/events/:slug/messages/:id/retry", may(models.EditPeople), h.messages.Retry},
		{get, "/staff/events/:slug/messages/:id/delete", may(models.EditPeople), h.messages.DeleteForm},
		{post, "/staff/events/:slug/messages/:id/delete", may(models.EditPeople), h.messages.Delete},
		{get, "/staff/events/:slug/messages/wordings", may(models.EditPeople), h.messages.Wordings},
		{get, "/staff/events/:slug/messages/wordings/:kind", may(models.EditPeople), h.messages.Wording},
		{post, "/staff/events/:slug/messages/wordings/:kind", may(models.EditPeople), h.messages.SaveWording},
		{get, "/staff/events/:slug/messages/wordings/:kind/preview", may(models.EditPeople), h.messages.PreviewWording},
		{post, "/staff/events/:slug/messages/wordings/:kind/restore", may(models.EditPeople), h.messages.RestoreWording},
		{get, "/staff/events/:slug/messages/rules", may(models.EditPeople), h.messages.Rules},
		{post, "/staff/events/:slug/messages/rules", may(models.EditPeople), h.messages.SaveRules},
		{get, "/staff/events/:slug/mails", may(models.SeeMail), h.mails.List},
		{get, "/staff/events/:slug/mails/:id", may(models.SeeMail), h.mails.Mail},
		{get, "/staff/events/:slug/mails/:id/body", may(models.SeeMail), h.mails.Body},
		{get, "/staff/events/:slug/mails/:id/files/:name", may(models.SeeMail), h.mails.File},
		{post, "/staff/events/:slug/mails/:id/again", may(models.SeeMail), h.mails.Again},
	}
}
