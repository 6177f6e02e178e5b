{
	"data": "ENC[AES256_GCM,data:two,iv:aXY=,tag:dGFn,type:str]",
	"sops": {
		"lastmodified": "2026-01-01T00:00:00Z",
		"mac": "ENC[AES256_GCM,data:bWFj,iv:aXY=,tag:dGFn,type:str]",
		"version": "3.9.0"
	}
}
