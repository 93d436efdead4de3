/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of this module. */
public enum MxpObservation implements ObservationDocumentation {

	/** From the beginning of a request to its answer, or to the end of its stream. */
	REQUEST {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultMxpRequestConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return RequestKeys.values();
		}

		@Override
		public Observation.Event[] getEvents() {
			return RequestEvents.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return DetailKeys.values();
		}
	},

	/** From the beginning of a handler to its answer, or to the end of its stream. */
	HANDLER {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultMxpHandlerConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return HandlerKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return DetailKeys.values();
		}
	};

	/** What happens during requests. */
	public enum RequestEvents implements Observation.Event {

		/**
		 * The request is sent once more; counted by the meter {@code mxp.request.retry}.
		 */
		RETRY {
			@Override
			public String getName() {
				return "retry";
			}
		}

	}

	/** What tells requests apart, from fixed sets. */
	public enum RequestKeys implements KeyName {

		/** Always {@code mxp}. */
		SYSTEM {
			@Override
			public String asString() {
				return "rpc.system";
			}
		},

		/** The message type in lower case, such as {@code call}. */
		TYPE {
			@Override
			public String asString() {
				return "mxp.type";
			}
		},

		/** The peer's name in the configuration, or {@code unnamed}. */
		PEER {
			@Override
			public String asString() {
				return "mxp.peer";
			}
		},

		/** {@code OK} or the name of an error code. */
		STATUS {
			@Override
			public String asString() {
				return "mxp.status";
			}
		}

	}

	/** What tells handlers apart, from fixed sets. */
	public enum HandlerKeys implements KeyName {

		/** Always {@code mxp}. */
		SYSTEM {
			@Override
			public String asString() {
				return "rpc.system";
			}
		},

		/** The message type in lower case, such as {@code call}. */
		TYPE {
			@Override
			public String asString() {
				return "mxp.type";
			}
		},

		/** The handler's subject pattern, such as <code>weather.{city}</code>. */
		METHOD {
			@Override
			public String asString() {
				return "rpc.method";
			}
		},

		/** {@code OK} or the name of an error code. */
		STATUS {
			@Override
			public String asString() {
				return "mxp.status";
			}
		}

	}

	/** What only traces carry. */
	public enum DetailKeys implements KeyName {

		/** The subject as it was sent. */
		SUBJECT {
			@Override
			public String asString() {
				return "mxp.subject";
			}
		},

		/** The other end's address, or its identity where that is known. */
		REMOTE {
			@Override
			public String asString() {
				return "network.peer.address";
			}
		}

	}

}
