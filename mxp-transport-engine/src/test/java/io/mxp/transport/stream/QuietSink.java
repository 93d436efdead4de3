/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * A sink that takes everything and says nothing.
 */
public class QuietSink implements RecordSink {

	@Override
	public boolean onRecord(long streamId, int band, byte[] bytes, int offset, int length) throws ProtocolViolation {
		return true;
	}

	@Override
	public void onDatagram(byte[] bytes, int offset, int length) throws ProtocolViolation {
	}

	@Override
	public void onStreamOpened(long streamId, int band, boolean unidirectional) {
	}

	@Override
	public void onStreamFinished(long streamId) {
	}

	@Override
	public void onStreamReset(long streamId, int code, long finalSize) {
	}

	@Override
	public void onStopSending(long streamId, int code) {
	}

	@Override
	public void onStreamWritable(long streamId) {
	}

	@Override
	public void onStreamSendClosed(long streamId) {
	}

	@Override
	public void onDatagramDropped(long datagramId, DatagramFate fate) {
	}

}
