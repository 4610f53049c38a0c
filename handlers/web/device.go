package web

import (
	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/models"
)

// oursHeader tells a device that an answer is ours. A network that asks to sign in first answers 200 to everything.
const oursHeader = "Meguri-Version"

// SetOurs marks an answer as ours, also one that is an error.
func SetOurs(c echo.Context) { c.Response().Header().Set(oursHeader, "1") }

// DeviceOf is the device that the request came from, or nil.
func DeviceOf(c echo.Context) *models.Device {
	device, _ := c.Get(keyDevice).(*models.Device)
	return device
}

// findDevice puts the device of a bearer secret, if it is good, into the context.
func (g guards) findDevice(c echo.Context) error {
	SetOurs(c)
	device, err := g.reception.Device(c.Request().Context(), bearer(c))
	switch {
	case err == nil:
		c.Set(keyDevice, device)
		tellOrigin(c, device.ID)
	case models.CodeOf(err) != models.CodeNotFound:
		return err
	}
	return nil
}

// rolesOfDevice are what a device may do: admit at its own event, on the routes that are for devices.
func rolesOfDevice(c echo.Context, event *models.Event) ([]models.Role, error) {
	switch device := DeviceOf(c); {
	case device == nil:
		return nil, askForToken(c)
	case device.EventID != event.ID:
		return nil, nil
	}
	return []models.Role{models.RoleReceptionist}, nil
}

func isDevice(c echo.Context, a Access) bool { return a.Device && reception.IsDeviceToken(bearer(c)) }
