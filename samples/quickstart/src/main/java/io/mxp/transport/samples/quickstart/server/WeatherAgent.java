/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.server;

import java.util.List;

import io.mxp.transport.MessageType;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.exchange.MxpPeer;
import io.mxp.transport.samples.quickstart.model.Forecast;
import io.mxp.transport.samples.quickstart.model.ForecastRequest;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Answers calls. The payload comes and goes as JSON, part of the subject is an argument,
 * and the caller is who the handshake proved it to be.
 */
@Component
class WeatherAgent {

	private static final List<String> SKIES = List.of("clear", "cloudy", "rain", "snow", "wind");

	@MxpHandler(type = MessageType.CALL, subject = "weather.{city}")
	Forecast forecast(@DestinationVariable String city, ForecastRequest request, MxpPeer caller) {
		int seed = Math.abs(city.hashCode() + request.days());
		return new Forecast(city, request.days(), seed % 35 - 5, SKIES.get(seed % SKIES.size()), caller.getName());
	}

}
