//! WebCrypto.

use crate::ports::{Algorithm, PortFuture, Signatures};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto, WorkerGlobalScope};
use worker::js_sys::{self, Array, JSON, Object, Reflect};

/// `crypto.subtle`.
pub(super) struct WebCrypto;

impl Signatures for WebCrypto {
    fn verify<'a>(
        &'a self,
        algorithm: Algorithm,
        key: &'a serde_json::Value,
        data: &'a [u8],
        signature: &'a [u8],
    ) -> PortFuture<'a, bool> {
        Box::pin(async move { verify(algorithm, key, data, signature).await.unwrap_or(false) })
    }
}

async fn verify(
    algorithm: Algorithm,
    key: &serde_json::Value,
    data: &[u8],
    signature: &[u8],
) -> Result<bool, JsValue> {
    let subtle: SubtleCrypto = js_sys::global().unchecked_into::<WorkerGlobalScope>().crypto()?.subtle();
    let (import, check) = match algorithm {
        Algorithm::Rs256 => {
            let parameters = object(&[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")])?;
            (parameters.clone(), parameters)
        }
        Algorithm::Es256 => (
            object(&[("name", "ECDSA"), ("namedCurve", "P-256")])?,
            object(&[("name", "ECDSA"), ("hash", "SHA-256")])?,
        ),
    };
    let key: Object = JSON::parse(&key.to_string())?.dyn_into()?;
    let usages = Array::of1(&"verify".into());
    let key = JsFuture::from(subtle.import_key_with_object("jwk", &key, &import, false, &usages)?).await?;
    let key: CryptoKey = key.dyn_into()?;
    let verified = subtle.verify_with_object_and_u8_array_and_u8_array(&check, &key, signature, data)?;
    Ok(JsFuture::from(verified).await?.as_bool().unwrap_or(false))
}

fn object(pairs: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in pairs {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object)
}
