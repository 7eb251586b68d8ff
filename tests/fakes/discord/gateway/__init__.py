"""The gateway: sessions that hear events, and the sockets they hear them on."""
